package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.admission.Target;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.cache.FreshAnswer;
import io.offlinemessages.gateway.contract.IfNoneMatch;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import org.jspecify.annotations.Nullable;

/** Answers what is decided already: admitted from remembered credentials, and an answer that is fresh in the cache. */
public final class FreshHits {

    private final Admission admission;
    private final RequestRates rates;
    private final AnswerCache cache;
    private final HitResponses responses;
    private final HitTelemetry telemetry;

    FreshHits(
            Admission admission,
            RequestRates rates,
            AnswerCache cache,
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
        Admitted admitted = admitted(request, shown);
        if (admitted == null) {
            return null;
        }
        FreshAnswer answer = cache.fresh(admitted.request());
        if (answer == null) {
            return null;
        }
        Take take = rates.take(admitted.caller().name());
        if (take != null && !take.granted()) {
            // Whoever says so finds the same.
            return null;
        }
        cache.used(admitted.request());
        FullHttpResponse response = response(request, answer, take);
        telemetry.answered(request, admitted, response.status().code(), System.nanoTime() - start);
        return response;
    }

    /**
     * Admission's decision, where the cache may hold the answer. The target comes first: all else costs more to look at. The cache
     * comes after the credentials: else a stranger could tell by the time of a refusal what it holds.
     */
    private @Nullable Admitted admitted(HttpRequest request, ShownCredentials shown) {
        Target target = target(request.uri());
        return target.isCacheable()
                        && PlainReads.includes(request)
                        && admission.decide(head(request, target), shown) instanceof Admitted admitted
                ? admitted
                : null;
    }

    private FullHttpResponse response(HttpRequest request, FreshAnswer answer, @Nullable Take take) {
        boolean known = IfNoneMatch.anyMatches(
                request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH),
                answer.representation().etag());
        return known ? responses.notModified(answer, take) : responses.ok(answer, take);
    }

    private static Target target(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0 ? Target.parse(uri, null) : Target.parse(uri.substring(0, mark), uri.substring(mark + 1));
    }

    private static RequestHead head(HttpRequest request, Target target) {
        HttpHeaders headers = request.headers();
        return new RequestHead(
                request.method().name(),
                target,
                headers.getAll(HttpHeaderNames.AUTHORIZATION),
                headers.getAll(HttpHeaderNames.ACCEPT),
                0);
    }
}
