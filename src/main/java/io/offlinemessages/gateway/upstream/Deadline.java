package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** The moment by which a load must end, with all its attempts and waits. */
final class Deadline {

    private final Ticker ticker;
    private final long end;

    Deadline(Ticker ticker, Duration length) {
        this.ticker = ticker;
        this.end = ticker.read() + length.toNanos();
    }

    /** The time left; zero once it has passed. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - ticker.read()));
    }
}
