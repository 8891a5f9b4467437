package io.offlinemessages.gateway.shared;

import java.util.concurrent.TimeUnit;

/**
 * A lower bound of the server's clock, from the times in its replies: the time that a reply travelled is unknown. So a moment reached
 * here has passed there. Each connection has a new one. Thread-safe.
 */
final class ServerClock {

    private static final long UNKNOWN = Long.MIN_VALUE;

    private long ahead = UNKNOWN;

    /** Takes the time of a reply that has just arrived; the reply that travelled the shortest gives the best bound. */
    synchronized void heard(long serverMillis, long nanos) {
        ahead = Math.max(ahead, TimeUnit.MILLISECONDS.toNanos(serverMillis) - nanos);
    }

    /** Replaces the bound by the time of this reply. Needed from time to time, because the two clocks drift. */
    synchronized void set(long serverMillis, long nanos) {
        ahead = TimeUnit.MILLISECONDS.toNanos(serverMillis) - nanos;
    }

    /** The bound of the server's time at that moment of the ticker, in milliseconds; 0 before the first reply. */
    synchronized long at(long nanos) {
        return ahead == UNKNOWN ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos + ahead);
    }
}
