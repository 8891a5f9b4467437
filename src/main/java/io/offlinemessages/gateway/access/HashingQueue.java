package io.offlinemessages.gateway.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of password checks for the hashing threads. Proven credentials come first; all others ("strangers") share the remaining
 * time fairly by network ({@link Share}). After a wrong password a thread rests, for strangers only. A check is refused if too many
 * strangers wait and its network has the largest share, or if it has waited too long. A caller that was refused, or left, keeps its
 * turn for a while.
 */
final class HashingQueue {

    /** The most strangers that wait; more would only wait longer. */
    static final int MOST_WAITING = 64;

    /** The longest wait. Callers have timeouts of their own, and one that comes again finds its turn kept. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** A turn is kept this much longer than {@code Retry-After}, for the time that the next request takes to arrive. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** A thread rests after a wrong password for this multiple of the hash's time, so that a flood of wrong ones leaves others room. */
    static final int REST = 5;

    /** The assumed cost of a check before the first measurements: a bcrypt hash of cost 10, and its rest. */
    private static final Duration FIRST_COST = Duration.ofMillis(360);

    private final int threads;
    private final Executor executor;
    private final LongSupplier clock;
    private final Delay delay;
    private final SerialEvents events;

    /** All waiting checks in order of arrival, with their arrival times. */
    private final Map<Check, Long> waiting = new LinkedHashMap<>();

    private final Deque<Check> proven = new ArrayDeque<>();
    private final Share strangers;
    private long cost = FIRST_COST.toNanos();
    private int hashing;
    private int resting;
    private boolean watched;

    /**
     * @param threads how many checks the executor runs at once
     * @param clock the time in nanoseconds
     */
    HashingQueue(int threads, Executor executor, LongSupplier clock, Delay delay) {
        this.threads = threads;
        this.executor = executor;
        this.clock = clock;
        this.delay = delay;
        this.events = new SerialEvents(clock);
        this.strangers = new Share(clock.getAsLong());
    }

    /** Queues a check, which is then hashed or refused. Never blocks; takes time linear in the known networks. */
    void add(Check check) {
        events.add(now -> {
            waiting.put(check, now);
            if (check.isProven()) {
                proven.add(check);
            } else {
                strangers.add(check, check.path(), 0, now);
            }
            start(now);
            if (strangers.waiting() > MOST_WAITING) {
                refuse(strangers.last(cost), now);
            }
            watch(now);
        });
    }

    /** Removes a check if it still waits. Never blocks; takes time linear in the known networks. */
    void leave(Check check) {
        events.add(now -> takeOut(check, now));
    }

    private void start(long now) {
        while (hashing < threads) {
            Check next = next(now);
            if (next == null) {
                return;
            }
            waiting.remove(next);
            if (next.join()) {
                hash(next, cost);
            }
        }
    }

    /** Continues after a thread has become free, or has rested. */
    private void goOn(long now) {
        strangers.forget(0, hashing + resting + strangers.waiting() == 0, now);
        start(now);
    }

    private @Nullable Check next(long now) {
        if (!proven.isEmpty()) {
            return proven.remove();
        }
        if (hashing + resting >= threads || strangers.waiting() == 0) {
            return null;
        }
        return strangers.next(cost, now);
    }

    private void hash(Check check, long paid) {
        hashing++;
        long start = clock.getAsLong();
        try {
            executor.execute(() -> {
                boolean right = false;
                try {
                    right = check.hash();
                } finally {
                    boolean verified = right;
                    events.add(now -> hashed(check, paid, now - start, verified, now));
                }
            });
        } catch (RejectedExecutionException closed) {
            hashing--;
            check.refuse(Duration.ofSeconds(1));
        }
    }

    private void hashed(Check check, long paid, long took, boolean verified, long now) {
        hashing--;
        long rest = verified ? 0 : REST * took;
        if (rest > 0) {
            resting++;
            delay.run(
                    rest,
                    () -> events.add(later -> {
                        resting--;
                        goOn(later);
                    }));
        }
        cost = Math.max(1, cost + (took + rest - cost) / 8);
        if (!check.isProven()) {
            strangers.pay(took + rest - paid, check.path(), 0);
        }
        goOn(now);
    }

    private void refuse(Check check, long now) {
        check.refuse(takeOut(check, now));
    }

    /** Removes a waiting check and keeps its turn. Returns when it may come again, in whole seconds; zero where it did not wait. */
    private Duration takeOut(Check check, long now) {
        if (waiting.remove(check) == null) {
            return Duration.ZERO;
        }
        if (check.isProven()) {
            proven.remove(check);
            return retryAfter(proven.size());
        }
        strangers.remove(check, check.path(), 0);
        Duration retryAfter = retryAfter(proven.size() + strangers.turnsBefore(check.path(), 0, now));
        strangers.keepTurn(now + retryAfter.plus(GRACE).toNanos(), check.path(), 0, now);
        return retryAfter;
    }

    private Duration retryAfter(long turnsBefore) {
        Duration turn = Duration.ofNanos((turnsBefore + 1) * cost / threads);
        return Duration.ofSeconds(Math.max(1, turn.plusNanos(999_999_999).toSeconds()));
    }

    /** Schedules the next look for when the longest wait is over. */
    private void watch(long now) {
        if (!watched && !waiting.isEmpty()) {
            watched = true;
            long oldest = waiting.values().iterator().next();
            delay.run(
                    oldest + LONGEST_WAIT.toNanos() - now,
                    () -> events.add(later -> {
                        watched = false;
                        waiting.entrySet().stream()
                                .takeWhile(check -> later - check.getValue() >= LONGEST_WAIT.toNanos())
                                .map(Map.Entry::getKey)
                                .toList()
                                .forEach(check -> refuse(check, later));
                        watch(later);
                    }));
        }
    }

    /** The scheduler of later tasks. */
    interface Delay {

        /** Runs the task after that many nanoseconds. Never blocks. */
        void run(long nanos, Runnable task);
    }
}
