package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for one cache ({@link ChangingMessagesTest}) holds for each of two that share answers: whatever another replica has loaded,
 * nobody is given a detail older than a page that they have seen at theirs, or than an eviction that was done at theirs. Evictions of
 * the other come with its beat, and so nothing is said of them here.
 */
class ChangingMessagesOfReplicasTest {

    private static final int CALLERS = 4;

    private final RedisProcess redis = new RedisProcess();
    private final Shared first = Pod.shared(redis, Ticker.systemTicker(), new SimpleMeterRegistry());
    private final Shared second = Pod.shared(redis, Ticker.systemTicker(), new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        first.close();
        second.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_caller_gets_an_older_detail_from_two_concurrent_replicas(long seed) throws Exception {
        stress(seed, 200);
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_caller_gets_an_older_detail_from_two_replicas_for_a_long_time(long seed) throws Exception {
        stress(seed, 3_000);
    }

    private void stress(long seed, int requests) throws Exception {
        var number = new AtomicInteger();
        var random = ThreadLocal.withInitial(() -> new Random(seed * 1_000 + number.getAndIncrement()));
        var one = new ChangingMessages(random::get, first, null);
        var other = new ChangingMessages(random::get, second, one);
        var asking = new AtomicInteger(CALLERS);
        var threads = Executors.newFixedThreadPool(CALLERS + 1);
        try {
            List<Callable<Void>> actors = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                ChangingMessages asked = i % 2 == 0 ? one : other;
                actors.add(() -> {
                    for (int request = 0; request < requests || !isEnough(one, other); request++) {
                        ask(asked, random.get().nextInt(32));
                    }
                    asking.decrementAndGet();
                    return null;
                });
            }
            actors.add(() -> {
                while (asking.get() > 0) {
                    answer(
                            random.get().nextBoolean() ? one : other,
                            random.get().nextInt(8));
                }
                return null;
            });
            for (Future<Void> actor : threads.invokeAll(actors, 300, TimeUnit.SECONDS)) {
                actor.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (ChangingMessages messages : List.of(one, other)) {
            messages.assertNobodyGotAnOlderOne();
        }
    }

    /** Whether what may go wrong has come often enough. */
    private static boolean isEnough(ChangingMessages one, ChangingMessages other) {
        return one.checked() > 100
                && other.checked() > 100
                && one.shared() + other.shared() > 20
                && one.outdated() + other.outdated() > 5;
    }

    private static void ask(ChangingMessages messages, int dice) {
        if (dice == 0) {
            messages.evictEverywhere();
        } else {
            (dice < 24 ? messages.detail() : messages.page()).block(TestUpstream.PATIENCE);
        }
    }

    private static void answer(ChangingMessages messages, int dice) {
        if (dice == 0) {
            messages.change();
        } else {
            messages.answerOne();
        }
        Thread.onSpinWait();
    }
}
