package io.offlinemessages.gateway.shared;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one request may still wait for the server's replies: {@code gateway.shared.timeout}, less what it has waited. What it
 * does beside that does not count. Passed along with the request; its waits come one after another.
 */
public final class SharedTime {

    private final AtomicLong nanos;

    /** The whole time of a request. */
    public SharedTime(Duration timeout) {
        this.nanos = new AtomicLong(timeout.toNanos());
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
