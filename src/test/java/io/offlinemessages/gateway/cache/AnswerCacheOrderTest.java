package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.interleaving.Interleaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the order in which requests, calls to the upstream, evictions, rotations of the credential and time happen: nobody waits
 * for ever, one call runs for each key, and what is evicted, replaced, expired or another account's is never served.
 */
class AnswerCacheOrderTest {

    private static final int CALLERS = 4;
    private static final int REQUESTS = 6;

    @Test
    void the_invariants_hold_in_five_hundred_orders() {
        explore(500);
    }

    @Test
    @Tag("endurance")
    void the_invariants_hold_in_a_hundred_thousand_orders() {
        explore(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_invariants_hold_on_concurrent_threads(long seed) throws Exception {
        stress(seed, 4_000);
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_invariants_hold_on_concurrent_threads_for_a_long_time(long seed) throws Exception {
        stress(seed, 20_000);
    }

    private static void explore(int runs) {
        var waited = new AtomicInteger();
        Interleaving.explore(runs, interleaving -> {
            var cache = new RecordedCache(interleaving::random, () -> interleaving.pause("cache"));
            cache.rotate();
            for (int caller = 0; caller < CALLERS; caller++) {
                interleaving.actor("caller-" + caller, REQUESTS, cache::ask);
            }
            interleaving.actor("operator", 2, cache::evict);
            interleaving.actor("operator-of-all", 1, cache::evictAll);
            interleaving.actor("rotation", 2, cache::rotate);
            interleaving.actor("clock", 4, cache::letTimePass);
            interleaving.actor("upstream", () -> {
                while (cache.answerOne() || !interleaving.othersHaveEnded()) {
                    interleaving.pause("upstream");
                }
            });
            interleaving.run();
            cache.assertAllAnswered();
            waited.addAndGet(cache.waited());
        });
        assertThat(waited).hasValueGreaterThan(runs * CALLERS);
    }

    private static void stress(long seed, int requests) throws Exception {
        var number = new AtomicInteger();
        var random = ThreadLocal.withInitial(() -> new Random(seed * 1_000 + number.getAndIncrement()));
        var cache = new RecordedCache(random::get, Thread::onSpinWait);
        cache.rotate();
        var over = new AtomicBoolean();
        var threads = Executors.newCachedThreadPool();
        try {
            var disturbers = new ArrayList<Future<?>>();
            disturbers.add(threads.submit(until(over, cache::answerOne)));
            disturbers.add(threads.submit(until(over, cache::answerOne)));
            disturbers.add(threads.submit(until(over, () -> disturb(cache, random.get()))));
            var callers = new ArrayList<Callable<Void>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(() -> {
                    for (int i = 0; i < requests; i++) {
                        cache.ask();
                    }
                    return null;
                });
            }
            for (Future<Void> caller : threads.invokeAll(callers, 120, TimeUnit.SECONDS)) {
                caller.get();
            }
            over.set(true);
            for (Future<?> disturber : disturbers) {
                disturber.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        while (cache.answerOne()) {
            // Until the last one has its answer.
        }
        cache.assertAllAnswered();
        assertThat(cache.waited()).isGreaterThan(requests);
    }

    private static Runnable until(AtomicBoolean over, Runnable step) {
        return () -> {
            while (!over.get()) {
                step.run();
                Thread.onSpinWait();
            }
        };
    }

    private static void disturb(RecordedCache cache, Random random) {
        List<Runnable> disturbances = List.of(cache::evict, cache::evictAll, cache::rotate, cache::letTimePass);
        disturbances.get(random.nextInt(disturbances.size())).run();
    }
}
