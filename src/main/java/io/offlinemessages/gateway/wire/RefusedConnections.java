package io.offlinemessages.gateway.wire;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The count of one port's connections over the limit, with at most one log line a second. */
final class RefusedConnections {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedConnections.class);

    private final Counter counter;
    private final AtomicInteger untold = new AtomicInteger();

    RefusedConnections(Counter counter) {
        this.counter = counter;
    }

    /** Counts one connection. Its event loop writes the log line within a second. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task ends with the loop
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
