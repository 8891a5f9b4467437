package io.offlinemessages.gateway.telemetry;

import io.offlinemessages.gateway.contract.Failure;
import org.jspecify.annotations.Nullable;

/** STUB. */
public final class WireAnswers {
    /** S. */
    public void refused(@Nullable String method, String requestId, Failure failure) {}

    /** S. */
    public void failed(Failure failure) {}
}
