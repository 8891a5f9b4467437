package io.offlinemessages.gateway.access;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that happen one after the other, on the threads that bring them: whoever brings one while another is under way leaves it to
 * that thread. So what they change needs no lock, and event loops can bring them.
 */
final class SerialEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SerialEvents.class);

    private final LongSupplier clock;
    private final Queue<LongConsumer> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger due = new AtomicInteger();

    SerialEvents(LongSupplier clock) {
        this.clock = clock;
    }

    /** Has the event happen, which is given the time of the clock; perhaps later, on another thread. Never blocks. */
    void add(LongConsumer event) {
        events.add(event);
        if (due.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                events.remove().accept(clock.getAsLong());
            } catch (RuntimeException | Error e) {
                // Those behind it must not wait for ever.
                LOG.error("An event of the password queue failed.", e);
            }
        } while (due.decrementAndGet() > 0);
    }
}
