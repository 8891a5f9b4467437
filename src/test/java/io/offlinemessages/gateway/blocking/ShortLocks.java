package io.offlinemessages.gateway.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Resilience4j counts the outcomes of a route under a lock that it holds for some additions, and lets one call at a time find that
 * an open circuit may be half-open; a second event loop that meets it there parks for as long. A closed circuit counts by time, a
 * half-open one by number. Its lock-free window breaks when it is one second long (its issue 2379).
 * Caffeine spins while it puts an entry in the place of one that is leaving just now.
 * OpenTelemetry wakes its sending thread, when a batch is full, under the lock of a queue of one.
 * Lettuce makes a TLS context for each connection, which now and then reads {@code /dev/urandom}, on the link's own thread, and before
 * there is a link that anybody could wait for.
 */
public final class ShortLocks implements BlockHoundIntegration {

    private static final String CACHE = "com.github.benmanes.caffeine.cache.BoundedLocalCache";
    private static final String SPANS = "io.opentelemetry.sdk.trace.export.BatchSpanProcessor$Worker";
    private static final String OPEN =
            "io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine$OpenState";
    private static final String CLOSED = "io.github.resilience4j.core.metrics.SlidingTimeWindowMetrics";
    private static final String HALF_OPEN = "io.github.resilience4j.core.metrics.FixedSizeSlidingWindowMetrics";

    private static final String REDIS_TLS = "io.lettuce.core.SslConnectionBuilder$SslChannelInitializer";

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(CLOSED, "record")
                .allowBlockingCallsInside(CLOSED, "getSnapshot")
                .allowBlockingCallsInside(HALF_OPEN, "record")
                .allowBlockingCallsInside(HALF_OPEN, "getSnapshot")
                .allowBlockingCallsInside(OPEN, "toHalfOpenState")
                .allowBlockingCallsInside(CACHE, "put")
                .allowBlockingCallsInside(SPANS, "addSpan")
                .allowBlockingCallsInside(REDIS_TLS, "initializeSSLEngine");
    }
}
