package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.e2e.TestTicker;
import io.offlinemessages.gateway.shared.SharedBudget.Spent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget of several replicas, counted by a real server. */
class SharedBudgetTest {

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final Account OTHER = new Account(CredentialMode.FORWARD, "john@example.com");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static RedisProcess redis;
    private static RedisClient client;
    private static RedisCommands<String, String> raw;

    private final List<Replica> replicas = new ArrayList<>();
    private final TestTicker ticker = new TestTicker();

    @BeforeAll
    static void start() {
        redis = new RedisProcess();
        client = RedisClient.create(redis.url());
        raw = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        redis.close();
    }

    @BeforeEach
    void begin() {
        raw.flushall();
    }

    @AfterEach
    void end() {
        replicas.forEach(Replica::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 30, 300})
    void the_limit_holds_for_all_replicas_together(int limit) {
        Replica one = replica(1, limit, LONG);
        Replica other = replica(1, limit, LONG);
        for (int call = 0; call < limit; call++) {
            assertThat(spend(call % 3 == 0 ? one : other)).isEqualTo(Spent.Granted.ALL);
        }
        for (Replica each : replicas) {
            assertThat(spend(each))
                    .isInstanceOfSatisfying(
                            Spent.Refused.class,
                            refused -> assertThat(refused.retryAfter())
                                    .isBetween(LONG.minusMinutes(1), LONG.plusSeconds(2)));
            assertThat(each.budget.mostHeld()).isEqualTo(limit);
        }
        assertThat(raw.llen(ring(one))).isEqualTo(limit);
    }

    @Test
    void each_account_has_a_budget_of_its_own() {
        Replica one = replica(1, 1, LONG);

        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        assertThat(got(one.budget.spend(OTHER, one.time()))).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
    }

    /** By the server's own times of the calls that it has granted. */
    @Test
    void no_window_of_any_beginning_holds_more_than_the_limit() {
        Replica one = replica(1, 5, SHORT);
        long window = SHORT.toMillis();
        List<Long> granted = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (granted.size() < 16 && System.nanoTime() < end) {
            if (spend(one) == Spent.Granted.ALL) {
                granted.add(Long.parseLong(raw.lindex(ring(one), -1)));
            }
        }
        assertThat(granted).hasSize(16);
        for (int call = 5; call < granted.size(); call++) {
            assertThat(granted.get(call) - granted.get(call - 5)).isGreaterThan(window);
        }
        assertThat(raw.llen(ring(one)))
                .as("what has left the window leaves the list")
                .isLessThanOrEqualTo(10);
    }

    @Test
    void a_clock_that_goes_back_opens_no_window_and_stops_none() {
        Replica one = replica(1, 2, SHORT);
        raw.hset("omg:clock", "last", "" + (System.currentTimeMillis() + 86_400_000));
        spend(one);

        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
        assertThat(untilGranted(one)).isTrue();
    }

    @Test
    void a_closed_door_is_closed_for_all_and_never_shortened() {
        Replica one = replica(1, 10, LONG);
        Replica other = replica(1, 10, LONG);
        close(one, Duration.ofMinutes(10));
        close(other, Duration.ofSeconds(1));

        assertThat(spend(other))
                .isInstanceOfSatisfying(
                        Spent.Closed.class,
                        closed -> assertThat(closed.retryAfter())
                                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
        assertThat(got(other.budget.spend(OTHER, other.time()))).isEqualTo(Spent.Granted.ALL);
        assertThat(raw.llen(ring(one))).as("what is refused is not counted").isZero();
    }

    @Test
    void a_door_is_closed_for_an_hour_at_most_with_or_without_a_limit() {
        Replica one = replica(1, 0, LONG);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        close(one, Duration.ofDays(1));

        assertThat(spend(one))
                .isInstanceOfSatisfying(
                        Spent.Closed.class,
                        closed ->
                                assertThat(closed.retryAfter()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1)));
    }

    @Test
    void a_call_that_is_reported_twice_is_counted_once_where_it_was_made() {
        Replica one = replica(1, 10, LONG);
        spend(one);
        String now = raw.lindex(ring(one), 0);
        for (int i = 0; i < 2; i++) {
            Reply reply =
                    got(one.link.run(report(one).with(LONG.toMillis(), "a", 60_000, "b", 0, "c", 5_000), one.time()));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Of.class, told -> assertThat(told.status()).isEqualTo("reported"));
        }
        List<Long> calls =
                raw.lrange(ring(one), 0, -1).stream().map(Long::valueOf).toList();
        assertThat(calls).hasSize(4).isSorted();
        assertThat(calls.get(0)).isCloseTo(Long.parseLong(now) - 60_000, org.assertj.core.data.Offset.offset(5_000L));
    }

    @Test
    void a_report_of_calls_out_of_the_window_adds_nothing() {
        Replica one = replica(1, 10, LONG);
        got(one.link.run(report(one).with(1_000, "a", 1_001), one.time()));

        assertThat(raw.llen(ring(one))).isZero();
    }

    /** One of two is there: it has its own part, until the time is over in which calls of the other may be missing. */
    @Test
    void after_an_empty_restart_each_has_its_part_until_the_window_is_over() {
        Replica one = replica(2, 4, SHORT);

        assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
        assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
        assertThat(untilGranted(one)).isTrue();
    }

    @Test
    void after_an_empty_restart_the_reports_of_all_end_the_doubt() {
        Replica one = replica(2, 4, LONG);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
        Replica other = replica(2, 4, LONG);

        assertThat(spend(other)).isEqualTo(Spent.Granted.ALL);
        Replica.until(() -> raw.llen(ring(one)) == 2);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(other)).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
    }

    /** Nobody knows which calls these were, so that nobody can report them. */
    @Test
    void after_an_empty_restart_the_calls_that_the_server_had_counted_stay_in_the_window() {
        Replica one = replica(1, 2, LONG);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
        raw.flushall();
        Replica.until(() -> raw.hexists("omg:run", "id"));

        assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
        ticker.advance(LONG.plusMillis(1));
        Replica.until(() -> "1".equals(raw.hget("omg:run", "complete")));
        assertThat(spend(one)).isEqualTo(Spent.Granted.ALL);
    }

    @Test
    void another_run_of_the_server_is_in_doubt_although_it_has_calls() {
        Replica one = replica(1, 10, LONG);
        spend(one);
        raw.hset("omg:run", "id", "another");

        assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
        assertThat(raw.llen(ring(one))).isEqualTo(1);
    }

    @Test
    void accounts_that_call_no_more_are_swept() {
        Replica one = replica(1, 10, Duration.ofMillis(1));
        spend(one);
        assertThat(raw.exists(ring(one))).isOne();
        ticker.advance(Duration.ofMinutes(1));

        Replica.until(() -> raw.exists(ring(one)) == 0 && raw.exists("omg:accounts") == 0);
    }

    @Test
    void counted_calls_have_no_expiry_because_a_full_server_evicts_keys_with_one() {
        Replica one = replica(1, 10, LONG);
        spend(one);
        close(one, Duration.ofMinutes(1));
        got(one.evictions.evict(new Notice.OfAll(), one.time()));

        assertThat(raw.keys("*"))
                .contains("omg:doors", "omg:clock", "omg:run", "omg:marks")
                .allSatisfy(key -> assertThat(raw.pttl(key)).as(key).isEqualTo(-1));
    }

    private Replica replica(int of, int limit, Duration window) {
        var replica = new Replica(
                "replica" + replicas.size() + '-', Replica.properties(redis.url(), of), limit, window, ticker);
        replicas.add(replica);
        return replica.started();
    }

    private static Spent spend(Replica replica) {
        return got(replica.budget.spend(ACCOUNT, replica.time()));
    }

    private static boolean untilGranted(Replica replica) {
        Replica.until(() -> spend(replica) == Spent.Granted.ALL);
        return true;
    }

    private static void close(Replica replica, Duration wait) {
        assertThat(Objects.requireNonNull(
                        replica.budget.close(ACCOUNT, wait, replica.time()).block()))
                .isTrue();
    }

    private static Call report(Replica replica) {
        return Call.of(
                Script.REPORT,
                replica.names,
                ring(replica),
                replica.names.only("accounts"),
                replica.names.of(Kind.REPORT, ACCOUNT));
    }

    private static String ring(Replica replica) {
        return replica.names.of(Kind.BUDGET, ACCOUNT);
    }
}
