package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * How many calls the gateway allows itself: never more than the limit within any 60 seconds. The times of the last calls are
 * kept in a ring as long as the limit; the oldest of them tells whether, and if not when, the next call may go. O(1) a call,
 * 8 bytes for each call of the limit.
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

    /** Spends one call and returns zero, or spends nothing and returns how long to wait. */
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

    /** How long to wait for the next call; zero when it may go. */
    synchronized Duration untilRoom() {
        if (count < calls.length || calls.length == 0) {
            return Duration.ZERO;
        }
        long age = ticker.read() - calls[(int) (count % calls.length)];
        return age < WINDOW ? Duration.ofNanos(WINDOW - age) : Duration.ZERO;
    }

    /** How many calls the last 60 seconds hold. O(log n), so that whoever looks hardly holds up whoever spends. */
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
