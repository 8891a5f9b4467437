package io.offlinemessages.gateway.upstream;

import static io.offlinemessages.gateway.upstream.Origin.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaker, retry, bulkhead, budget and door, around calls over real sockets. */
class UpstreamGuardTest {

    private static final byte[] FOUND = Origin.answer(200, Samples.detail(), "Content-Type: application/json");
    private static final DetailRequest OTHER_ACCOUNT =
            new DetailRequest(new Account(CredentialMode.FORWARD, "other@example.com"), new MessageId(744));

    private final FakeTicker ticker = new FakeTicker();
    private final Queue<byte[]> answers = new ArrayDeque<>();
    private byte[] otherwise = FOUND;

    private final Origin origin = Origin.answering(request -> {
        synchronized (answers) {
            byte[] next = answers.poll();
            return next == null ? otherwise : next;
        }
    });

    @AfterEach
    void close() {
        origin.close();
    }

    private TestUpstream.Builder settings() {
        return TestUpstream.at(origin.url()).ticker(ticker);
    }

    private void answers(byte[]... next) {
        synchronized (answers) {
            answers.addAll(List.of(next));
        }
    }

    private void answersOtherwise(byte[] answer) {
        synchronized (answers) {
            otherwise = answer;
        }
    }

    @Test
    void a_retry_ends_with_the_first_good_answer() {
        answers(json(503, "{}"), json(502, "{}"));
        try (var upstream = settings().attempts(5).build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            assertThat(origin.requests()).hasSize(3);
        }
    }

    @Test
    void a_retry_ends_with_the_first_failure_that_is_final() {
        answers(json(503, "{}"), json(404, "{}"));
        try (var upstream = settings().attempts(5).build()) {
            assertThat(upstream.fail(Samples.DETAIL)).isEqualTo(Failure.of(FailureKind.NO_RECORD, "744"));
            assertThat(origin.requests()).hasSize(2);
        }
    }

    @Test
    void each_load_has_all_its_attempts() {
        answersOtherwise(json(503, "{}"));
        try (var upstream = settings().attempts(2).build()) {
            for (int load = 1; load <= 3; load++) {
                assertThat(upstream.fail(Samples.LIST).kind()).isEqualTo(FailureKind.TRANSIENT_SERVER_ERROR);
                assertThat(origin.requests()).hasSize(2 * load);
            }
        }
    }

    @Test
    void there_is_no_retry_when_its_wait_would_not_fit_before_the_deadline() {
        answersOtherwise(json(503, "{}"));
        var deadline = Duration.ofSeconds(10);
        try (var upstream = settings().deadline(deadline).retryWait(deadline).build()) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.TRANSIENT_SERVER_ERROR);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void the_deadline_holds_for_all_attempts_together() {
        var deadline = Duration.ofSeconds(20);
        var attempts = new AtomicInteger();
        var silent = new Origin(connection -> {
            // The second attempt may come on the first one's connection, or on one of its own.
            while (connection.read() != null) {
                if (attempts.incrementAndGet() > 1) {
                    connection.awaitHangUp();
                    return;
                }
                // The first attempt takes nearly all the time; the second is not answered at all.
                ticker.advance(deadline.minusMillis(200));
                connection.write(json(503, "{}"));
            }
        });
        try (silent;
                var upstream = TestUpstream.at(silent.url())
                        .ticker(ticker)
                        .deadline(deadline)
                        .build()) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
            assertThat(silent.requests()).hasSize(2);
        }
    }

    @Test
    void a_deadline_that_has_passed_leaves_no_time_for_another_attempt() {
        var late = Origin.answering(request -> {
            ticker.advance(Duration.ofSeconds(30));
            return json(503, "{}");
        });
        try (late;
                var upstream = TestUpstream.at(late.url()).ticker(ticker).build()) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.TRANSIENT_SERVER_ERROR);
            assertThat(late.requests()).hasSize(1);
        }
    }

    @Test
    void the_circuit_opens_after_enough_failures_and_then_no_call_is_made() {
        answersOtherwise(json(500, "{}"));
        try (var upstream = settings().breakerCalls(4).build()) {
            for (int call = 0; call < 4; call++) {
                assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.SERVER_ERROR);
            }

            assertThat(upstream.fail(Samples.DETAIL))
                    .isEqualTo(Failure.of(FailureKind.CIRCUIT_OPEN, TestUpstream.OPEN));
            assertThat(origin.requests()).hasSize(4);
            assertThat(upstream.calls()).isEqualTo(4);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @Test
    void every_attempt_counts_for_the_circuit_and_the_last_ones_find_it_open() {
        answersOtherwise(json(503, "{}"));
        try (var upstream = settings().breakerCalls(2).attempts(5).build()) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.CIRCUIT_OPEN);
            assertThat(origin.requests()).hasSize(2);
        }
    }

    @Test
    void each_route_has_its_own_circuit() {
        answers(json(500, "{}"), json(500, "{}"));
        answersOtherwise(json(200, "[]"));
        try (var upstream = settings().breakerCalls(2).build()) {
            upstream.fetch(Samples.DETAIL);
            upstream.fetch(Samples.DETAIL);

            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.CIRCUIT_OPEN);
            assertThat(upstream.fetch(Samples.LIST)).isInstanceOf(Outcome.Found.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 418, 429})
    void a_4xx_never_opens_the_circuit(int status) {
        answersOtherwise(json(status, "{}"));
        try (var upstream = settings().breakerCalls(2).build()) {
            for (int call = 0; call < 6; call++) {
                // Each for another account, so that a 429 does not close the door.
                upstream.fetch(new DetailRequest(new Account(CredentialMode.FORWARD, "u" + call), new MessageId(744)));
            }

            assertThat(origin.requests()).hasSize(6);
            assertThat(upstream.breaker(Route.DETAIL).getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfSuccessfulCalls())
                    .isEqualTo(6);
        }
    }

    @Test
    void a_half_open_circuit_lets_its_probe_through_and_refuses_the_rest_for_a_second() {
        try (var gated = new GatedOrigin();
                var upstream = TestUpstream.at(gated.url()).ticker(ticker).build()) {
            upstream.breaker(Route.DETAIL).transitionToOpenState();
            upstream.breaker(Route.DETAIL).transitionToHalfOpenState();
            var probe = start(upstream, Samples.DETAIL);
            var call = gated.next();

            assertThat(upstream.fail(Samples.DETAIL))
                    .isEqualTo(Failure.of(FailureKind.CIRCUIT_OPEN, Duration.ofSeconds(1)));
            call.answer(FOUND);
            assertThat(probe.join()).isInstanceOf(Outcome.Found.class);
            assertThat(upstream.breaker(Route.DETAIL).getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void the_bulkhead_lets_as_many_through_as_it_has_places_and_refuses_the_next_at_once() {
        try (var gated = new GatedOrigin();
                var upstream = TestUpstream.at(gated.url())
                        .ticker(ticker)
                        .concurrentCalls(2)
                        .build()) {
            var first = start(upstream, Samples.DETAIL);
            var second = start(upstream, Samples.LIST);
            var calls = List.of(gated.next(), gated.next());

            for (int i = 0; i < 5; i++) {
                assertThat(upstream.fail(Samples.DETAIL))
                        .isEqualTo(Failure.of(FailureKind.BULKHEAD_FULL, Duration.ofSeconds(1)));
            }
            assertThat(gated.calls()).isEqualTo(2);
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfBufferedCalls())
                    .isZero();
            calls.forEach(call -> call.answer(call.request().target().endsWith("/") ? json(200, "[]") : FOUND));
            assertThat(first.join()).isInstanceOf(Outcome.Found.class);
            assertThat(second.join()).isInstanceOf(Outcome.Found.class);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3", "64, 48"})
    void a_route_has_three_quarters_of_the_places_unless_it_is_given_some(int shared, int ofRoute) {
        try (var upstream =
                        settings().concurrentCalls(shared).connections(shared).build();
                var given = settings()
                        .concurrentCalls(shared)
                        .connections(shared)
                        .concurrentCalls(Route.LIST, 5)
                        .build()) {
            for (Route route : Route.values()) {
                assertThat(places(upstream, route)).isEqualTo(ofRoute);
            }
            assertThat(places(given, Route.LIST)).isEqualTo(5);
            assertThat(places(given, Route.DETAIL)).isEqualTo(ofRoute);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_route_that_is_asked_for_as_much_as_it_may_leaves_places_to_the_other(Route greedy) {
        CanonicalRequest mine = greedy == Route.LIST ? Samples.LIST : Samples.DETAIL;
        CanonicalRequest other = greedy == Route.LIST ? Samples.DETAIL : Samples.LIST;
        try (var gated = new GatedOrigin();
                var upstream = TestUpstream.at(gated.url())
                        .ticker(ticker)
                        .concurrentCalls(4)
                        .build()) {
            var waiting = List.of(start(upstream, mine), start(upstream, mine), start(upstream, mine));

            assertThat(upstream.fail(mine)).isEqualTo(Failure.of(FailureKind.BULKHEAD_FULL, Duration.ofSeconds(1)));
            assertThat(upstream.inFlight()).isEqualTo(3);
            var last = start(upstream, other);
            // The shared one is full, and the place in the other's own is given back.
            assertThat(upstream.fail(other)).isEqualTo(Failure.of(FailureKind.BULKHEAD_FULL, Duration.ofSeconds(1)));
            assertThat(upstream.bulkhead(other.route()).getMetrics().getAvailableConcurrentCalls())
                    .isEqualTo(2);

            for (int i = 0; i < 4; i++) {
                var call = gated.next();
                call.answer(call.request().target().endsWith("/") ? json(200, "[]") : FOUND);
            }
            waiting.forEach(call -> assertThat(call.join()).isInstanceOf(Outcome.Found.class));
            assertThat(last.join()).isInstanceOf(Outcome.Found.class);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    private static int places(TestUpstream upstream, Route route) {
        return upstream.bulkhead(route).getBulkheadConfig().getMaxConcurrentCalls();
    }

    @Test
    void a_spent_budget_refuses_until_the_minute_has_passed_and_is_not_the_upstreams_fault() {
        try (var upstream = settings().requestsPerMinute(2).build()) {
            upstream.fetch(Samples.DETAIL);
            ticker.advance(Duration.ofSeconds(20));
            upstream.fetch(Samples.DETAIL);

            for (int i = 0; i < 5; i++) {
                assertThat(upstream.fail(Samples.DETAIL))
                        .isEqualTo(Failure.of(FailureKind.BUDGET_SPENT, Duration.ofSeconds(40)));
            }
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfBufferedCalls())
                    .isEqualTo(2);
            assertThat(upstream.inFlight()).isZero();
            ticker.advance(Duration.ofSeconds(40));
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            assertThat(origin.requests()).hasSize(3);
        }
    }

    @Test
    void the_budget_and_what_is_used_of_it_are_shown_where_there_is_one() {
        try (var upstream = settings().requestsPerMinute(2).build()) {
            upstream.fetch(Samples.DETAIL);
            assertThat(upstream.gauge("gateway.upstream.budget.limit")).hasValue(2);
            assertThat(upstream.gauge("gateway.upstream.budget.used")).hasValue(1);
            ticker.advance(Duration.ofMinutes(1));
            assertThat(upstream.gauge("gateway.upstream.budget.used")).hasValue(0);
        }
        try (var upstream = settings().build()) {
            upstream.fetch(Samples.DETAIL);
            assertThat(upstream.gauge("gateway.upstream.budget.limit")).isEmpty();
            assertThat(upstream.gauge("gateway.upstream.budget.used")).isEmpty();
        }
    }

    @Test
    void a_retry_spends_of_the_budget_too() {
        answersOtherwise(json(503, "{}"));
        try (var upstream = settings().requestsPerMinute(2).attempts(5).build()) {
            assertThat(upstream.fail(Samples.DETAIL))
                    .isEqualTo(Failure.of(FailureKind.BUDGET_SPENT, Duration.ofMinutes(1)));
            assertThat(origin.requests()).hasSize(2);
        }
    }

    @Test
    void a_rate_limit_closes_the_door_for_that_account_alone_until_it_has_passed() {
        answers(json(429, "{}", "Retry-After: 30"));
        try (var upstream = settings().requestsPerMinute(10).build()) {
            assertThat(upstream.fail(Samples.DETAIL))
                    .isEqualTo(Failure.of(FailureKind.RATE_LIMITED, Duration.ofSeconds(30)));

            ticker.advance(Duration.ofSeconds(10));
            for (int i = 0; i < 20; i++) {
                assertThat(upstream.fail(Samples.LIST))
                        .isEqualTo(Failure.of(FailureKind.RATE_LIMITED, Duration.ofSeconds(20)));
            }
            assertThat(origin.requests()).hasSize(1);
            assertThat(upstream.breaker(Route.LIST).getMetrics().getNumberOfBufferedCalls())
                    .isZero();
            assertThat(upstream.fetch(OTHER_ACCOUNT)).isInstanceOf(Outcome.Found.class);
            ticker.advance(Duration.ofSeconds(20));
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
        }
    }

    @Test
    void a_cancelled_call_gives_its_place_back_and_says_nothing_about_the_upstream() throws Exception {
        try (var waiting = new Origin(connection -> {
                    if (connection.read() != null) {
                        connection.awaitHangUp();
                    }
                });
                var upstream = TestUpstream.at(waiting.url())
                        .ticker(ticker)
                        .concurrentCalls(1)
                        .build()) {
            var call =
                    upstream.upstream().fetch(Samples.DETAIL, Samples.CONTEXT).subscribe();
            assertThat(upstream.inFlight()).isEqualTo(1);
            call.dispose();

            waiting.awaitNoConnection();
            assertThat(upstream.inFlight()).isZero();
            assertThat(upstream.calls(Route.DETAIL, "cancelled")).isEqualTo(1);
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfBufferedCalls())
                    .isZero();
        }
    }

    private static CompletableFuture<Outcome> start(TestUpstream upstream, CanonicalRequest request) {
        return TestUpstream.start(upstream.upstream().fetch(request, Samples.CONTEXT));
    }
}
