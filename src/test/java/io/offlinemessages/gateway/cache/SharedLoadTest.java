package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a load waits for that of another replica, by a clock that moves only when it is told to. */
class SharedLoadTest {

    private final RedisProcess redis = new RedisProcess();
    private final FakeTicker ticker = new FakeTicker();
    private final BlockingQueue<Pauses.Pause> pauses = new LinkedTransferQueue<>();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void a_waiting_load_polls_with_growing_pauses_for_as_long_as_a_load_may_take() {
        try (var holder = new Pod(redis).started();
                var waiter = new Pod(redis, Duration.ofSeconds(1), ticker, new Pauses(pauses)).started()) {
            var unused = holder.ask(DETAIL);
            await().until(() -> holder.calls.get() == 1);
            var waiting = waiter.ask(DETAIL);

            assertThat(Stream.generate(() -> end(pauses)).limit(8))
                    .containsExactly(25L, 50L, 100L, 200L, 200L, 200L, 200L, 25L);

            waiter.answer(found("own"));
            assertThat(PlayedCache.body(waiting.join())).contains("own");
            assertThat(looks(waiter))
                    .as("it calls at its end, and does not look again")
                    .isEqualTo(7);
        }
    }

    @Test
    void a_holder_that_died_costs_one_lease_and_no_error_and_one_call_of_all_who_wait() {
        var others = new LinkedTransferQueue<Pauses.Pause>();
        try (var holder = new Pod(redis, Duration.ofMillis(300)).started();
                var waiter = new Pod(redis, Pod.LONGEST_LOAD, ticker, new Pauses(pauses)).started();
                var another = new Pod(redis, Pod.LONGEST_LOAD, ticker, new Pauses(others)).started()) {
            var unused = holder.ask(DETAIL);
            await().until(() -> holder.calls.get() == 1);
            holder.shared.close();
            var waiting = waiter.ask(DETAIL);
            var waitingToo = another.ask(DETAIL);
            assertThat(end(pauses)).isEqualTo(25);
            await().until(() -> look(waiter) == Claim.None.NOBODY);

            assertThat(end(pauses)).isEqualTo(50);
            await().until(() -> waiter.calls.get() == 1);
            assertThat(end(others)).isEqualTo(25);
            assertThat(look(another)).isInstanceOf(Claim.Loading.class);
            waiter.answer(found("second"));

            assertThat(PlayedCache.body(waiting.join())).contains("second");
            await().until(() -> look(another) instanceof Claim.Found);
            end(others);
            assertThat(PlayedCache.body(waitingToo.join())).contains("second");
            assertThat(another.calls).hasValue(0);
        }
    }

    /** Ends the next pause, when it has begun; its length in milliseconds. */
    private long end(BlockingQueue<Pauses.Pause> of) {
        try {
            Pauses.Pause pause = Objects.requireNonNull(of.poll(10, TimeUnit.SECONDS), "no pause");
            ticker.advance(pause.length());
            pause.end().run();
            return pause.length().toMillis();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Claim look(Pod pod) {
        return Objects.requireNonNull(
                pod.shared.answers().look(DETAIL, 0, 0, pod.shared.time()).block(TestUpstream.PATIENCE));
    }

    private static long looks(Pod pod) {
        return pod.meters
                .get("gateway.shared.commands")
                .tag("script", "look")
                .timer()
                .count();
    }
}
