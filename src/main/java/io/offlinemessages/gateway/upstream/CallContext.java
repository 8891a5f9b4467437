package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.shared.SharedTime;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call to the upstream. It accompanies the canonical request and has no influence on the answer.
 *
 * @param requestId the id of the request in the gateway's and the upstream's logs
 * @param span the span that the call is made for
 * @param forwarded the caller's own credential in {@code forward} mode, else null
 * @param time the time that the load may still wait for the server of the replicas; null for a request that has not waited, and where
 *     replicas share nothing
 */
public record CallContext(
        String requestId,
        SpanContext span,
        @Nullable Authorization forwarded,
        @Nullable SharedTime time) {

    /** The context of a load that has not begun. */
    public CallContext(String requestId, SpanContext span, @Nullable Authorization forwarded) {
        this(requestId, span, forwarded, null);
    }

    /** This context with the given time for the server of the replicas. */
    public CallContext within(SharedTime given) {
        return new CallContext(requestId, span, forwarded, given);
    }

    /** This context with another span. */
    CallContext below(SpanContext other) {
        return new CallContext(requestId, other, forwarded, time);
    }
}
