package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.RequestHead;
import io.offlinemessages.gateway.admission.Target;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.cache.FreshAnswer;
import io.offlinemessages.gateway.contract.IfNoneMatch;
import io.offlinemessages.gateway.contract.RequestId;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import io.offlinemessages.gateway.upstream.Traceparent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the hit lane: to requests that admission admits from remembered credentials, and whose answer is fresh
 * in the cache.
 */
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
     * Answers a decoded request. Never blocks.
     *
     * @param shown the credentials that the connection has shown before
     * @return the response, 200 or 304; null if the request is no hit, in which case nothing of it has been counted
     */
    @Nullable
    FullHttpResponse answer(HttpRequest request, ShownCredentials shown) {
        long start = System.nanoTime();
        // The target first: every other check costs more.
        Target target = target(request.uri());
        if (!target.isCacheable() || !PlainReads.includes(request)) {
            return null;
        }
        HttpHeaders headers = request.headers();
        Hit hit = hit(head(request, target), shown, headers.getAll(HttpHeaderNames.IF_NONE_MATCH));
        if (hit == null) {
            return null;
        }
        FullHttpResponse response = responses.response(hit);
        telemetry.answered(new DecodedHead(request), hit, System.nanoTime() - start);
        return response;
    }

    /**
     * Answers a request whose head is known. Never blocks.
     *
     * @param last the fields that the connection adds to the response
     * @return the octets of the response, 200 or 304; null if the request is no hit, in which case nothing of it has
     *     been counted
     */
    @Nullable
    ByteBuf answer(KnownRequest request, LastFields last, ByteBufAllocator allocator) {
        long start = System.nanoTime();
        LearnedHead head = request.head();
        var asked = new RequestHead(request.method().name(), request.target(), head.authorization(), head.accept(), 0);
        Hit hit = hit(asked, head.shown(), request.ifNoneMatch());
        if (hit == null) {
            return null;
        }
        ByteBuf response = responses.octets(hit, last, request, allocator);
        telemetry.answered(request, hit, System.nanoTime() - start);
        return response;
    }

    /**
     * Decides whether the request is a hit, and counts it if it is one. The cache is asked after the credentials:
     * otherwise the time that a refusal takes would tell a stranger which answers the cache holds.
     *
     * @return null if the request is no hit
     */
    private @Nullable Hit hit(RequestHead head, ShownCredentials shown, List<String> ifNoneMatch) {
        if (!(admission.decide(head, shown) instanceof Admitted admitted)) {
            return null;
        }
        FreshAnswer answer = cache.fresh(admitted.request());
        if (answer == null) {
            return null;
        }
        Take take = rates.take(admitted.caller().name());
        if (take != null && !take.granted()) {
            // A refused take counts nothing, so AdmissionFilter takes anew and writes the 429.
            return null;
        }
        cache.used(admitted.request());
        boolean isKnown =
                IfNoneMatch.anyMatches(ifNoneMatch, answer.representation().etag());
        return new Hit(admitted, answer, isKnown, take);
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

    private record DecodedHead(HttpRequest request) implements AskedHead {

        @Override
        public HttpMethod method() {
            return request.method();
        }

        @Override
        public @Nullable String requestId() {
            return request.headers().get(RequestId.FIELD);
        }

        @Override
        public @Nullable String traceparent() {
            return request.headers().get(Traceparent.FIELD);
        }
    }
}
