package io.offlinemessages.gateway.access;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** A clock that goes on when it is told to, and then runs what is due on the calling thread. */
final class VirtualTime implements LongSupplier, HashingQueue.Delay {

    private final PriorityQueue<Due> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    @Override
    public synchronized long getAsLong() {
        return now;
    }

    @Override
    public synchronized void run(long nanos, Runnable task) {
        tasks.add(new Due(now + nanos, order++, task));
    }

    void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.element().at <= end) {
            Due due = tasks.remove();
            now = Math.max(now, due.at);
            due.task.run();
        }
        now = end;
    }

    private record Due(long at, long order, Runnable task) {}
}
