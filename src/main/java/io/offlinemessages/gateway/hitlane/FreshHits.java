package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.cache.FreshMessage;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.IfNoneMatch;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import org.jspecify.annotations.Nullable;

/** Answers what is decided already: admitted from remembered credentials, and a message that is fresh in the cache. */
public final class FreshHits {

    private final Admission admission;
    private final RequestRates rates;
    private final DetailCache cache;
    private final HitResponses responses;
    private final HitTelemetry telemetry;

    FreshHits(
            Admission admission,
            RequestRates rates,
            DetailCache cache,
            HitResponses responses,
            HitTelemetry telemetry) {
        this.admission = admission;
        this.rates = rates;
        this.cache = cache;
        this.responses = responses;
        this.telemetry = telemetry;
    }

    /**
     * The response, 200 or 304; null where anything else is due, of which nothing is counted. Never blocks, O(1).
     *
     * @param shown what the request's connection has shown before
     */
    @Nullable
    FullHttpResponse answer(HttpRequest request, ShownCredentials shown) {
        long start = System.nanoTime();
        if (!PlainReads.includes(request)
                || !(admission.decide(head(request), shown) instanceof Admitted admitted)
                || !(admitted.request() instanceof DetailRequest detail)) {
            return null;
        }
        Take take = rates.take(admitted.caller().name());
        FreshMessage message = take == null || take.granted() ? cache.freshMessage(detail) : null;
        if (message == null) {
            return leaveToOthers(admitted, take);
        }
        boolean known = IfNoneMatch.anyMatches(
                request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH),
                message.representation().etag());
        FullHttpResponse response = known ? responses.notModified(message, take) : responses.ok(message, take);
        telemetry.answered(request, admitted, response.status().code(), System.nanoTime() - start);
        return response;
    }

    /** They count the request as well. */
    private @Nullable FullHttpResponse leaveToOthers(Admitted admitted, @Nullable Take take) {
        if (take != null && take.granted()) {
            rates.giveBack(admitted.caller().name());
        }
        return null;
    }

    private static RequestHead head(HttpRequest request) {
        String target = request.uri();
        int mark = target.indexOf('?');
        HttpHeaders headers = request.headers();
        return new RequestHead(
                request.method().name(),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers.getAll(HttpHeaderNames.AUTHORIZATION),
                headers.getAll(HttpHeaderNames.ACCEPT),
                0);
    }
}
