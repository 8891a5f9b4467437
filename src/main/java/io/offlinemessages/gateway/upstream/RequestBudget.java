package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * The gateway's own limit of calls: at most so many within any 60 seconds. A ring holds the times of the last calls, one for each call
 * of the limit (8 bytes each); the oldest tells when the next call may go. Constant time a call.
 */
final class RequestBudget {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final Ticker ticker;
    private final long[] calls;
    private long count;

    /** A budget of that many calls a minute; 0 for no limit. */
    RequestBudget(int perMinute, Ticker ticker) {
        this.calls = new long[perMinute];
        this.ticker = ticker;
    }

    /** Spends one call and returns zero, or spends nothing and returns the time to wait. */
    synchronized Duration spend() {
        if (calls.length == 0) {
            return Duration.ZERO;
        }
        Duration wait = untilRoom();
        if (wait.isZero()) {
            calls[(int) (count % calls.length)] = ticker.read();
            count++;
        }
        return wait;
    }

    /** The time until the next call may go; zero when it may go now. */
    synchronized Duration untilRoom() {
        if (count < calls.length || calls.length == 0) {
            return Duration.ZERO;
        }
        long age = ticker.read() - calls[(int) (count % calls.length)];
        return age < WINDOW ? Duration.ofNanos(WINDOW - age) : Duration.ZERO;
    }

    /** The number of calls in the last 60 seconds. A binary search, so that this holds the lock of {@link #spend} for a short time only. */
    synchronized int used() {
        long now = ticker.read();
        long from = Math.max(0, count - calls.length);
        long to = count;
        while (from < to) {
            long middle = (from + to) >>> 1;
            if (now - calls[(int) (middle % calls.length)] < WINDOW) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return (int) (count - from);
    }
}
