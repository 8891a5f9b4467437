package io.offlinemessages.gateway.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Resilience4j counts the outcomes of a route under a lock that it holds for some additions; a second event loop that meets
 * it there parks for as long. Its lock-free window breaks when it is one second long (its issue 2379).
 * Caffeine spins while it puts an entry in the place of one that is leaving just now.
 * OpenTelemetry wakes its sending thread, when a batch is full, under the lock of a queue of one.
 */
public final class ShortLocks implements BlockHoundIntegration {

    private static final String CACHE = "com.github.benmanes.caffeine.cache.BoundedLocalCache";
    private static final String SPANS = "io.opentelemetry.sdk.trace.export.BatchSpanProcessor$Worker";
    private static final String WINDOW = "io.github.resilience4j.core.metrics.SlidingTimeWindowMetrics";

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(WINDOW, "record")
                .allowBlockingCallsInside(WINDOW, "getSnapshot")
                .allowBlockingCallsInside(CACHE, "put")
                .allowBlockingCallsInside(SPANS, "addSpan");
    }
}
