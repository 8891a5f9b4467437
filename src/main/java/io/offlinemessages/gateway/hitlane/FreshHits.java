package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.cache.FreshMessage;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.IfNoneMatch;
import org.jspecify.annotations.Nullable;

/** Answers what is decided already: admitted from remembered credentials, and a message that is fresh in the cache. */
final class FreshHits {

    private final Admission admission;
    private final DetailCache cache;
    private final HitResponses responses;
    private final HitTelemetry telemetry;

    FreshHits(Admission admission, DetailCache cache, HitResponses responses, HitTelemetry telemetry) {
        this.admission = admission;
        this.cache = cache;
        this.responses = responses;
        this.telemetry = telemetry;
    }

    /** The response, 200 or 304; null where anything else is due, of which nothing is counted. Never blocks, O(1). */
    @Nullable
    FullHttpResponse answer(HttpRequest request) {
        long start = System.nanoTime();
        if (!PlainReads.includes(request)
                || !(admission.decide(head(request)) instanceof Admitted admitted)
                || !(admitted.request() instanceof DetailRequest detail)) {
            return null;
        }
        FreshMessage message = cache.freshMessage(detail);
        if (message == null) {
            return null;
        }
        boolean known = IfNoneMatch.anyMatches(
                request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH),
                message.representation().etag());
        FullHttpResponse response = known ? responses.notModified(message) : responses.ok(message);
        telemetry.answered(request, admitted, response.status().code(), System.nanoTime() - start);
        return response;
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
