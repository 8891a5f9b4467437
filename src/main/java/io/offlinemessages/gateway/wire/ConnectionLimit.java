package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections may be open at once. What comes beyond is told so when it sends its first request; a few that many more are
 * not even listened to.
 */
final class ConnectionLimit {

    private final int most;
    private final int mostTold;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int most) {
        this.most = most;
        this.mostTold = most + Math.max(16, most / 8);
    }

    /** Counts a connection until it is closed, and says whether it may stay. */
    Entry enter(Channel channel) {
        int now = open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        return now <= most ? Entry.SERVED : now <= mostTold ? Entry.TOLD : Entry.CLOSED;
    }

    /** How many connections are open. */
    int open() {
        return open.get();
    }

    /** What becomes of a connection. */
    enum Entry {
        SERVED,
        /** Its first request is answered with 503. */
        TOLD,
        CLOSED
    }
}
