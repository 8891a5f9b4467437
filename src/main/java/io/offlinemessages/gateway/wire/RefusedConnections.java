package io.offlinemessages.gateway.wire;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections of one port that are one too many, and tells of them in one line a second at most. */
final class RefusedConnections {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedConnections.class);

    private final Counter counter;
    private final AtomicInteger untold = new AtomicInteger();

    RefusedConnections(Counter counter) {
        this.counter = counter;
    }

    /** Another one, on this event loop. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the loop
    void add(EventLoop loop) {
        counter.increment();
        if (untold.getAndIncrement() == 0) {
            loop.schedule(this::tell, 1, TimeUnit.SECONDS);
        }
    }

    private void tell() {
        LOG.warn(
                "Refused {} connections within a second: all that gateway.limits.connections allows, or"
                        + " gateway.limits.connections-per-address for one address, are open.",
                untold.getAndSet(0));
    }
}
