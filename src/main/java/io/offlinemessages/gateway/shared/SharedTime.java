package io.offlinemessages.gateway.shared;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How long one request may still wait for the server's replies: {@code gateway.shared.timeout}, less what it has waited. What it
 * does beside that does not count. Passed along with the request; its waits come one after another.
 */
public final class SharedTime {

    private final AtomicLong nanos;
    private final @Nullable SpanContext span;

    /** The whole time of a request. */
    public SharedTime(Duration timeout) {
        this(new AtomicLong(timeout.toNanos()), null);
    }

    private SharedTime(AtomicLong nanos, @Nullable SpanContext span) {
        this.nanos = nanos;
        this.span = span;
    }

    /** The same time, of which each wait is a span below this one. */
    public SharedTime below(SpanContext cause) {
        return new SharedTime(nanos, cause);
    }

    /** The span of the request that waits; null where none does. */
    @Nullable
    SpanContext span() {
        return span;
    }

    /** What is left, never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos.get()));
    }

    /** Takes off what was waited. */
    void waited(Duration time) {
        nanos.addAndGet(-time.toNanos());
    }
}
