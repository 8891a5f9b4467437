package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Authorization;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call to the upstream. It travels beside the canonical request and changes nothing of the answer.
 *
 * @param requestId the id of the request in the gateway's and the upstream's logs
 * @param span the span that the call is made for
 * @param forwarded the caller's own credential in {@code forward} mode, else null
 */
public record CallContext(
        String requestId, SpanContext span, @Nullable Authorization forwarded) {

    /** The same for another span. */
    CallContext below(SpanContext other) {
        return new CallContext(requestId, other, forwarded);
    }
}
