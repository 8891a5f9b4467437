package io.offlinemessages.gateway.contract;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside a canonical request to the upstream and changes nothing of the answer.
 *
 * @param requestId the id under which this request appears in the gateway's and the upstream's logs
 * @param trace the position in a trace that the call is made from
 * @param forwarded the caller's own credential in {@code forward} mode, else null
 */
public record CallContext(
        String requestId, TraceContext trace, @Nullable Authorization forwarded) {

    /** The same from another position of the trace. */
    public CallContext at(TraceContext position) {
        return new CallContext(requestId, position, forwarded);
    }
}
