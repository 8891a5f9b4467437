package io.offlinemessages.gateway.shared;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time that one request may still wait for the server's replies: {@code gateway.shared.timeout} less its waits so far. Only waits
 * for the server count. It travels with the request, whose waits come one after another.
 */
public final class SharedTime {

    private final AtomicLong nanos;
    private final @Nullable SpanContext span;

    /** The full time of a new request. */
    public SharedTime(Duration timeout) {
        this(new AtomicLong(timeout.toNanos()), null);
    }

    private SharedTime(AtomicLong nanos, @Nullable SpanContext span) {
        this.nanos = nanos;
        this.span = span;
    }

    /** The same time; each further wait is a child span of the given one. */
    public SharedTime below(SpanContext cause) {
        return new SharedTime(nanos, cause);
    }

    /** The span of the waiting request; null for none. */
    @Nullable
    SpanContext span() {
        return span;
    }

    /** The time left; zero once it is used up. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos.get()));
    }

    /** Subtracts a wait. */
    void waited(Duration time) {
        nanos.addAndGet(-time.toNanos());
    }
}
