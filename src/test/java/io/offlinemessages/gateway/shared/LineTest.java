package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.e2e.TestTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** How long a request waits for a server that says nothing, by a clock that moves only when it is told to. */
class LineTest {

    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final Call CALL = Call.of(Script.LOOK, new KeyNames("omg", new byte[32]));

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final TestTicker ticker = new TestTicker();
    private final Silent server = new Silent();
    private final AtomicReference<String> lost = new AtomicReference<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Line line = new Line(
            server,
            new ServerInfo("run", "7.0.0", true, false, "noeviction"),
            TIMEOUT,
            timers,
            ticker,
            new LinkMeters(meters, null));

    LineTest() {
        line.onLost(lost::set);
    }

    @AfterEach
    void end() {
        timers.dispose();
    }

    @Test
    void a_reply_in_time_is_the_reply() {
        CompletableFuture<Reply> reply = run(new SharedTime(TIMEOUT));
        advance(99);
        server.answer(0, "fresh", 1_000);

        assertThat(reply.join())
                .isInstanceOfSatisfying(
                        Reply.Of.class, told -> assertThat(told.status()).isEqualTo("fresh"));
        advance(1_000);
        assertThat(lost).hasNullValue();
    }

    @Test
    void one_missed_reply_loses_the_line_and_all_who_wait_go_on() {
        CompletableFuture<Reply> first = run(new SharedTime(TIMEOUT));
        advance(50);
        CompletableFuture<Reply> second = run(new SharedTime(TIMEOUT));
        advance(50);

        assertThat(first.join()).isEqualTo(Reply.None.LOST);
        assertThat(second.join()).isEqualTo(Reply.None.LOST);
        assertThat(lost).hasValue("no reply within 100ms");
        assertThat(server.closed).isTrue();
        assertThat(run(new SharedTime(TIMEOUT)).join()).isEqualTo(Reply.None.LOST);
        assertThat(server.calls).as("nothing is sent any more").hasSize(2);
    }

    @Test
    void a_request_waits_for_no_longer_than_its_time_in_sum() {
        var time = new SharedTime(TIMEOUT);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Reply> reply = run(time);
            advance(30);
            server.answer(i, "loading", 1_000);
            reply.join();
            advance(1_000);
        }
        assertThat(time.left()).isEqualTo(Duration.ofMillis(10));

        CompletableFuture<Reply> last = run(time);
        advance(10);
        assertThat(last.join()).isEqualTo(Reply.None.OUT_OF_TIME);
        assertThat(run(time).join()).isEqualTo(Reply.None.OUT_OF_TIME);
        assertThat(lost).as("10 ms are no time to miss a reply in").hasNullValue();
        assertThat(meters.get("gateway.shared.commands").timers().stream()
                        .map(timer -> timer.getId().getTag("script")
                                + ' '
                                + timer.getId().getTag("outcome")
                                + ' '
                                + timer.count()
                                + ' '
                                + timer.totalTime(TimeUnit.MILLISECONDS)))
                .as("what is not sent is not counted")
                .containsExactlyInAnyOrder("look replied 3 90.0", "look out_of_time 1 10.0");
        advance(90);
        assertThat(lost).hasValue("no reply within 100ms");
    }

    @Test
    void a_late_timer_does_not_lose_the_line() {
        CompletableFuture<Reply> reply = run(new SharedTime(TIMEOUT));
        ticker.advance(Duration.ofMillis(121));
        timers.advanceTimeBy(TIMEOUT);

        assertThat(reply.join()).isEqualTo(Reply.None.OUT_OF_TIME);
        assertThat(lost).hasNullValue();
        assertThat(server.closed).isFalse();
    }

    @Test
    void an_error_of_the_server_loses_the_line() {
        CompletableFuture<Reply> reply = run(new SharedTime(TIMEOUT));
        server.replies.get(0).completeExceptionally(new IllegalStateException("READONLY You can't write"));

        assertThat(reply.join()).isEqualTo(Reply.None.LOST);
        assertThat(lost).hasValue("READONLY You can't write");
    }

    /** The reply of the moment 5,000 was 30 ms on its way at most: what it says is a little early, never late. */
    @Test
    void a_script_gets_the_servers_moment_until_which_its_reply_is_awaited() {
        send(TIMEOUT);
        assertThat(server.deadlines).containsExactly(0L);
        advance(30);
        server.answer(0, "fresh", 5_000);
        send(TIMEOUT);
        send(Duration.ofMillis(40));
        advance(10);
        server.answer(1, "fresh", 5_020);
        send(TIMEOUT);
        advance(10);
        server.answer(2, "late", 99_000);
        send(TIMEOUT);

        assertThat(server.deadlines).containsExactly(0L, 5_100L, 5_040L, 5_120L, 99_100L);
    }

    @Test
    void a_script_that_runs_too_late_replies_late_and_keeps_the_line() {
        CompletableFuture<Reply> reply = run(new SharedTime(TIMEOUT));
        server.answer(0, "late", 5_000);

        assertThat(reply.join()).isEqualTo(Reply.None.LATE);
        assertThat(lost).hasNullValue();
    }

    private CompletableFuture<Reply> run(SharedTime time) {
        var reply = new CompletableFuture<Reply>();
        line.run(CALL, time).subscribe(reply::complete);
        return reply;
    }

    private void send(Duration time) {
        line.run(CALL, new SharedTime(time)).subscribe();
    }

    private void advance(long millis) {
        ticker.advance(Duration.ofMillis(millis));
        timers.advanceTimeBy(Duration.ofMillis(millis));
    }

    /** A server that says nothing until it is told to. */
    private static final class Silent implements Line.Server {

        final List<Call> calls = new ArrayList<>();
        final List<Long> deadlines = new ArrayList<>();
        final List<CompletableFuture<List<Object>>> replies = new ArrayList<>();
        boolean closed;

        @Override
        public CompletionStage<List<Object>> run(Call call, long deadline) {
            calls.add(call);
            deadlines.add(deadline);
            var reply = new CompletableFuture<List<Object>>();
            replies.add(reply);
            return reply;
        }

        @Override
        public void close() {
            closed = true;
        }

        void answer(int call, String status, long now) {
            replies.get(call).complete(List.of(status.getBytes(UTF_8), now));
        }
    }
}
