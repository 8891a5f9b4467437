package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The parts of a hit's request head that telemetry reads. */
interface AskedHead {

    HttpMethod method();

    /** The request's id; null if it has none yet. */
    @Nullable
    String requestId();

    /** The value of {@code traceparent}; null if the request has none. */
    @Nullable
    String traceparent();
}
