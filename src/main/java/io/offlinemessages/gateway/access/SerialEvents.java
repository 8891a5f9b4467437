package io.offlinemessages.gateway.access;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor of events, one at a time, on the threads that bring them (queue-drain): a thread that brings an event while another is
 * under way leaves it to the thread that runs that one. So the state that events change needs no lock, and event loops may bring
 * events.
 */
final class SerialEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SerialEvents.class);

    private final LongSupplier clock;
    private final Queue<LongConsumer> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger due = new AtomicInteger();

    SerialEvents(LongSupplier clock) {
        this.clock = clock;
    }

    /** Runs the event with the clock's time: now, or soon on another thread. Never blocks. */
    void add(LongConsumer event) {
        events.add(event);
        if (due.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                events.remove().accept(clock.getAsLong());
            } catch (RuntimeException | Error e) {
                // The events behind it must still run.
                LOG.error("An event of the password queue failed.", e);
            }
        } while (due.decrementAndGet() > 0);
    }
}
