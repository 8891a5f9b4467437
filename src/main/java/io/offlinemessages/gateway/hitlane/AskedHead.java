package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The parts of a hit's request head that telemetry reads. */
interface AskedHead {

    HttpMethod method();

    /** The request's id; null where it has none yet. */
    @Nullable
    String requestId();

    /** The value of {@code traceparent}; null where there is none. */
    @Nullable
    String traceparent();
}
