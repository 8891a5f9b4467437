package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.shared.SharedTime;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call to the upstream. It travels beside the canonical request and changes nothing of the answer.
 *
 * @param requestId the id of the request in the gateway's and the upstream's logs
 * @param span the span that the call is made for
 * @param forwarded the caller's own credential in {@code forward} mode, else null
 * @param time how long the load may still wait for the server that replicas share through; null for a request that has not
 *     waited, and where nothing is shared
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

    /** The same with a time to wait for the server that replicas share through. */
    public CallContext within(SharedTime given) {
        return new CallContext(requestId, span, forwarded, given);
    }

    /** The same for another span. */
    CallContext below(SpanContext other) {
        return new CallContext(requestId, other, forwarded, time);
    }
}
