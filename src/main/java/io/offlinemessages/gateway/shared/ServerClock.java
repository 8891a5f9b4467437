package io.offlinemessages.gateway.shared;

import java.util.concurrent.TimeUnit;

/**
 * What the server's clock says, as far as its replies tell: never more, because a reply was on its way for nobody knows how long. So a
 * moment that is reached here has passed there. Begins anew with each connection. Any thread may call.
 */
final class ServerClock {

    private static final long UNKNOWN = Long.MIN_VALUE;

    private long ahead = UNKNOWN;

    /** Takes the time of a reply that was received just now; the one that was the shortest on its way tells the most. */
    synchronized void heard(long serverMillis, long nanos) {
        ahead = Math.max(ahead, TimeUnit.MILLISECONDS.toNanos(serverMillis) - nanos);
    }

    /** Takes the time of a reply in the place of all before it, once in a while, because the clocks do not run alike. */
    synchronized void set(long serverMillis, long nanos) {
        ahead = TimeUnit.MILLISECONDS.toNanos(serverMillis) - nanos;
    }

    /** The server's time at that moment of the ticker, in milliseconds; 0 before the first reply. */
    synchronized long at(long nanos) {
        return ahead == UNKNOWN ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos + ahead);
    }
}
