package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** The moment at which one load must have ended, all its attempts and waits together. */
final class Deadline {

    private final Ticker ticker;
    private final long end;

    Deadline(Ticker ticker, Duration length) {
        this.ticker = ticker;
        this.end = ticker.read() + length.toNanos();
    }

    /** The time that is left, never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - ticker.read()));
    }
}
