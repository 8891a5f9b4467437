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
 * The password checks that wait for a hashing thread. Proven credentials come first; strangers share the rest fairly by network
 * ({@link Share}). After a wrong password a thread rests, for strangers only. A check is refused when too many strangers wait and its
 * caller had more than others, or when it has waited too long. Who was refused, or left, keeps the turn for a while.
 */
final class HashingQueue {

    /** So many strangers wait; more would only wait longer. */
    static final int MOST_WAITING = 64;

    /** So long a check waits: callers have time limits of their own, and a turn is kept for who comes again. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** So much longer than {@code Retry-After} says a turn is kept, because a request takes its time, too. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** After a wrong password its thread rests so many times longer than it hashed, so that a flood of them leaves others room. */
    static final int REST = 5;

    /** What a check takes until some were measured: bcrypt of cost 10, and the rest. */
    private static final Duration FIRST_COST = Duration.ofMillis(360);

    private final int threads;
    private final Executor executor;
    private final LongSupplier clock;
    private final Delay delay;
    private final SerialEvents events;

    /** All that wait, in the order in which they came, with the time since when. */
    private final Map<Check, Long> waiting = new LinkedHashMap<>();

    private final Deque<Check> proven = new ArrayDeque<>();
    private final Share strangers;
    private long cost = FIRST_COST.toNanos();
    private int hashing;
    private int resting;
    private boolean watched;

    /**
     * Makes one.
     *
     * @param threads how many checks the executor runs at once
     * @param clock tells nanoseconds
     */
    HashingQueue(int threads, Executor executor, LongSupplier clock, Delay delay) {
        this.threads = threads;
        this.executor = executor;
        this.clock = clock;
        this.delay = delay;
        this.events = new SerialEvents(clock);
        this.strangers = new Share(clock.getAsLong());
    }

    /** Has a check hashed, or refused. Never blocks, O(networks that are known). */
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

    /** Takes a check back, if it still waits. Never blocks, O(networks that are known). */
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

    /** A thread is free again, or has rested. */
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

    /** After which time, in whole seconds, the check may come again and find its turn kept; zero when it does not wait. */
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

    /** Looks again when the check that waits longest has waited too long. */
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

    /** Runs tasks later. */
    interface Delay {

        /** Runs the task after so many nanoseconds. Never blocks. */
        void run(long nanos, Runnable task);
    }
}
