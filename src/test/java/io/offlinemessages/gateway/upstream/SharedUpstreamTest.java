package io.offlinemessages.gateway.upstream;

import static io.offlinemessages.gateway.upstream.Origin.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedListener;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.shared.ShownPage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Several upstream doors that share budget and 429 through a real server, in front of one origin. */
class SharedUpstreamTest {

    private static final byte[] FOUND = Origin.answer(200, Samples.detail(), "Content-Type: application/json");

    private final RedisProcess redis = new RedisProcess();
    private final FakeTicker ticker = new FakeTicker();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Shared> shared = new ArrayList<>();
    private final List<TestUpstream> upstreams = new ArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private final Origin origin = Origin.answering(request -> {
        if (refusals.getAndDecrement() > 0) {
            return json(429, "{}", "Retry-After: 30");
        }
        return failures.getAndDecrement() > 0 ? json(503, "{}") : FOUND;
    });

    @AfterEach
    void close() {
        upstreams.forEach(TestUpstream::close);
        shared.forEach(Shared::close);
        origin.close();
        redis.close();
    }

    @Test
    void two_replicas_share_one_budget_exactly() {
        List<TestUpstream> both = List.of(service(20), service(20));

        List<CompletableFuture<Outcome>> calls = IntStream.range(0, 60)
                .mapToObj(call -> TestUpstream.start(
                        both.get(call % 2).upstream().fetch(Samples.DETAIL, Samples.contextOf(Samples.DETAIL))))
                .toList();
        List<Failure> refused = calls.stream()
                .map(call -> call.join().failure())
                .filter(Objects::nonNull)
                .toList();

        assertThat(origin.requests()).hasSize(20);
        assertThat(refused)
                .hasSize(40)
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.BUDGET_SPENT))
                .allSatisfy(failure -> assertThat(failure.retryAfter())
                        .isBetween(Duration.ofSeconds(20), Duration.ofMinutes(1).plusSeconds(6)));
        assertThat(both)
                .allSatisfy(each ->
                        assertThat(each.gauge("gateway.upstream.budget.used")).hasValue(20));
    }

    @Test
    void while_the_link_is_lost_each_calls_its_part() {
        TestUpstream one = started(TestUpstream.at(origin.url()), 10, 2);
        TestUpstream other = started(TestUpstream.at(origin.url()), 10, 2);
        lose();

        for (TestUpstream each : upstreams) {
            for (int call = 0; call < 5; call++) {
                assertThat(each.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            }
            assertThat(each.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.BUDGET_SPENT);
        }
        assertThat(origin.requests()).hasSize(10);
        ticker.advance(Duration.ofSeconds(66));
        assertThat(one.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
        assertThat(other.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void the_door_that_a_429_closes_is_closed_for_all(int limit) {
        TestUpstream one = service(limit);
        TestUpstream other = service(limit);
        refusals.set(1);
        assertThat(one.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.RATE_LIMITED);

        // Nobody waits for the door to be closed for others.
        await().atMost(TestUpstream.PATIENCE)
                .until(() -> other.fetch(Samples.DETAIL).failure() != null);
        int sent = origin.requests().size();
        for (int call = 0; call < 3; call++) {
            Failure refused = other.fail(Samples.DETAIL);
            assertThat(refused.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
        lose();
        assertThat(other.fail(Samples.DETAIL).kind())
                .as("its own door is closed too")
                .isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(origin.requests()).hasSize(sent);
    }

    @Test
    void each_attempt_spends_a_call_of_all() {
        TestUpstream one = service(4);
        failures.set(2);

        assertThat(one.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
        TestUpstream other = service(4);
        assertThat(other.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
        assertThat(other.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.BUDGET_SPENT);
        assertThat(origin.requests()).hasSize(4);
    }

    @Test
    void a_refusal_of_the_budget_says_nothing_against_the_upstream() {
        TestUpstream one = service(2);
        for (int call = 0; call < 5; call++) {
            one.fetch(Samples.DETAIL);
        }
        var metrics = one.breaker(Samples.DETAIL.route()).getMetrics();
        assertThat(metrics.getNumberOfFailedCalls()).isZero();
        assertThat(metrics.getNumberOfBufferedCalls()).isEqualTo(2);
        assertThat(one.inFlight()).isZero();
    }

    /** The server hangs for longer than the test takes, and is not given up meanwhile. */
    @Test
    void the_waits_of_all_attempts_add_up() {
        TestUpstream one = service(100);
        failures.set(9);
        redis.freeze();

        Outcome outcome = one.upstream()
                .fetch(Samples.DETAIL, Samples.CONTEXT.within(new SharedTime(Duration.ofMillis(200))))
                .block(TestUpstream.PATIENCE);

        assertThat(outcome).isInstanceOf(Outcome.Found.class);
        assertThat(origin.requests()).hasSize(10);
        assertThat(meters.get("gateway.shared.commands")
                        .tags("script", "spend", "outcome", "out_of_time")
                        .timer()
                        .count())
                .as("the first attempt has waited for as long as all may")
                .isEqualTo(1);
    }

    @Test
    void a_load_without_a_time_gets_that_of_a_request() {
        TestUpstream one = service(10);
        redis.freeze();

        assertThat(one.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void in_forward_mode_each_account_has_a_budget_of_all_and_each_replica_one_of_its_own() {
        TestUpstream one = forwarding(4);
        TestUpstream other = forwarding(4);
        for (int call = 0; call < 3; call++) {
            assertThat(one.fetch(of("ann"))).isInstanceOf(Outcome.Found.class);
        }
        assertThat(one.fetch(of("bob"))).isInstanceOf(Outcome.Found.class);
        assertThat(one.fail(of("cleo")).kind()).isEqualTo(FailureKind.BUDGET_SPENT);

        assertThat(other.fetch(of("ann"))).isInstanceOf(Outcome.Found.class);
        assertThat(other.fail(of("ann")).kind())
                .as("the account's budget is spent")
                .isEqualTo(FailureKind.BUDGET_SPENT);
        for (int call = 0; call < 3; call++) {
            assertThat(other.fetch(of("cleo")))
                    .as("what the replica itself refused was not counted, and what all refused was not")
                    .isInstanceOf(Outcome.Found.class);
        }
        assertThat(other.fail(of("cleo")).kind()).isEqualTo(FailureKind.BUDGET_SPENT);
        assertThat(origin.requests()).hasSize(8);
    }

    private static CanonicalRequest of(String caller) {
        return new DetailRequest(new Account(CredentialMode.FORWARD, caller), new MessageId(744));
    }

    private TestUpstream service(int limit) {
        return started(TestUpstream.at(origin.url()), limit, 1);
    }

    private TestUpstream forwarding(int limit) {
        return started(TestUpstream.at(origin.url()).forwarding(), limit, 1);
    }

    /** A server that has just been started counts for all once so many replicas have reported. */
    private TestUpstream started(TestUpstream.Builder settings, int limit, int replicas) {
        var properties = new SharedProperties(
                redis.url(),
                null,
                null,
                null,
                List.of(new Secret("A".repeat(43) + '=')),
                null,
                "omg",
                replicas,
                Duration.ofSeconds(5),
                DataSize.ofKilobytes(256));
        var link = new Shared(properties, limit, Duration.ofMinutes(10), null, ticker, Clock.systemUTC(), meters, null);
        shared.add(link);
        link.start(new Nobody()).block(TestUpstream.PATIENCE);
        TestUpstream upstream = settings.ticker(ticker)
                .requestsPerMinute(limit)
                .attempts(10)
                .shared(link)
                .build();
        upstreams.add(upstream);
        return upstream;
    }

    private void lose() {
        redis.kill();
        await().atMost(TestUpstream.PATIENCE)
                .until(() -> shared.stream().noneMatch(each -> each.link().isUp()));
    }

    private static final class Nobody implements SharedListener {

        @Override
        public void evicted(Notice notice) {}

        @Override
        public void evictionsMissed() {}

        @Override
        public void shown(ShownPage page, Duration since, Duration doubt) {}
    }
}
