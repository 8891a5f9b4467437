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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In whatever order pages, details, changes, evictions and refusals come: nobody is given a detail older than a page that they have seen. */
class ChangingMessagesTest {

    private static final int THREADS = 6;

    @Test
    void no_caller_gets_an_older_detail_in_five_hundred_orders() {
        explore(500);
    }

    @Test
    @Tag("endurance")
    void no_caller_gets_an_older_detail_in_a_hundred_thousand_orders() {
        explore(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_caller_gets_an_older_detail_on_concurrent_threads(long seed) throws Exception {
        stress(seed, 3_000);
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_caller_gets_an_older_detail_on_concurrent_threads_for_a_long_time(long seed) throws Exception {
        stress(seed, 30_000);
    }

    private static void explore(int runs) {
        var checked = new AtomicInteger();
        var outdated = new DoubleAdder();
        Interleaving.explore(runs, interleaving -> {
            var messages = new ChangingMessages(interleaving::random, () -> interleaving.pause("cache"));
            for (int caller = 0; caller < 3; caller++) {
                interleaving.actor("details-" + caller, 6, messages::askForDetail);
            }
            for (int caller = 0; caller < 2; caller++) {
                interleaving.actor("pages-" + caller, 5, messages::askForPage);
            }
            interleaving.actor("visitor", 6, messages::change);
            interleaving.actor("operator", 1, messages::evict);
            interleaving.actor("account", 1, messages::refuse);
            interleaving.actor("clock", 3, messages::letTimePass);
            interleaving.actor("upstream", () -> {
                while (messages.answerOne() || !interleaving.othersHaveEnded()) {
                    interleaving.pause("upstream");
                }
            });
            interleaving.run();
            messages.assertNobodyGotAnOlderOne();
            checked.addAndGet(messages.checked());
            outdated.add(messages.outdated());
        });
        assertThat(checked).hasValueGreaterThan(runs * 5);
        assertThat(outdated.sum()).isGreaterThan(runs / 2.0);
    }

    private static void stress(long seed, int steps) throws Exception {
        var number = new AtomicInteger();
        var random = ThreadLocal.withInitial(() -> new Random(seed * 1_000 + number.getAndIncrement()));
        var messages = new ChangingMessages(random::get, Thread::onSpinWait);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> actors = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                actors.add(() -> {
                    for (int step = 0; step < steps; step++) {
                        step(messages, random.get().nextInt(64));
                    }
                    return null;
                });
            }
            for (Future<Void> actor : threads.invokeAll(actors, 120, TimeUnit.SECONDS)) {
                actor.get();
            }
        } finally {
            threads.shutdownNow();
        }
        messages.assertNobodyGotAnOlderOne();
        assertThat(messages.checked()).isGreaterThan(steps / 2);
        assertThat(messages.outdated()).isGreaterThan(steps / 100.0);
    }

    private static void step(ChangingMessages messages, int dice) {
        if (dice < 24) {
            messages.askForDetail();
        } else if (dice < 32) {
            messages.askForPage();
        } else if (dice < 52) {
            messages.answerOne();
        } else if (dice < 60) {
            messages.change();
        } else {
            List.<Runnable>of(messages::evict, messages::evict, messages::letTimePass, messages::refuse)
                    .get(dice - 60)
                    .run();
        }
    }
}
