package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.shared.SharedBudget.Spent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The link to a real server that fails in the ways in which servers do. */
class LinkTest extends WithRedis {

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final DetailRequest DETAIL = new DetailRequest(ACCOUNT, new MessageId(744));
    private static final Duration LOAD = Duration.ofMinutes(1);

    @Test
    void the_link_is_up_after_its_first_round_and_counts_the_members() {
        try (var one = Replica.of("one-", redis).started();
                var other = Replica.of("other-", redis).started()) {
            assertThat(one.link.state()).isEqualTo("up");
            Replica.until(() -> one.shared.members() == 2 && other.shared.members() == 2);
        }
    }

    @Test
    void the_state_and_meters_follow_the_link() {
        try (var one = Replica.of("one-", redis).started();
                var other = Replica.of("other-", redis).started()) {
            Replica.until(() -> gauge(one, "members") == 2 && gauge(other, "members") == 2);
            assertThat(gauge(one, "up")).isEqualTo(1);
            assertThat(got(one.shared.roundTrip())).isTrue();
            assertThat(replies(one, "check")).isEqualTo(1);
            assertThat(replies(one, "beat")).isPositive();
            assertThat(one.refusedSeals()).isZero();

            redis.kill();
            Replica.until(() -> gauge(one, "up") == 0);
            assertThat(gauge(one, "members")).isEqualTo(1);
            assertThat(got(one.shared.roundTrip())).isFalse();
            assertThat(replies(one, "check")).as("no trip").isEqualTo(1);
        }
    }

    private static double gauge(Replica replica, String name) {
        return replica.meters.get("gateway.shared." + name).gauge().value();
    }

    private static long replies(Replica replica, String script) {
        return replica.meters
                .get("gateway.shared.commands")
                .tags("script", script, "outcome", "replied")
                .timer()
                .count();
    }

    @Test
    void threads_that_must_not_block_share_the_link() {
        try (var one = Replica.patient("one-", redis).started()) {
            Long replies = got(Flux.range(0, 1_000)
                    .flatMap(
                            look -> Mono.defer(() -> one.answers.look(DETAIL, 0, 0, one.time()))
                                    .subscribeOn(Schedulers.parallel()),
                            16)
                    .filter(claim -> claim == Claim.None.NOBODY)
                    .count());

            assertThat(replies).isEqualTo(1_000);
            assertThat(one.link.state()).isEqualTo("up");
        }
    }

    @Test
    void without_a_server_nothing_waits() {
        redis.kill();
        try (var one = new Replica(
                "one-", Replica.properties(redis.url(), 2), 4, Duration.ofMinutes(1), Ticker.systemTicker())) {
            one.started();

            assertThat(one.link.isUp()).isFalse();
            assertThat(one.link.state()).startsWith("lost: ").contains("Connection refused");
            SharedTime time = one.time();
            assertThat(got(one.answers.claim(DETAIL, 0, LOAD, time))).isEqualTo(Claim.None.ALONE);
            assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
            assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
            assertThat(spend(one)).isInstanceOf(Spent.Refused.class);
            assertThat(time.left()).isEqualTo(one.properties.timeout());
        }
    }

    @Test
    void a_server_that_comes_back_empty_gets_the_calls_and_evictions_made_meanwhile() {
        try (var one = new Replica(
                        "one-", Replica.properties(redis.url(), 1), 10, Duration.ofMinutes(1), Ticker.systemTicker());
                var other = Replica.of("other-", redis).started()) {
            one.started();
            redis.kill();
            Replica.until(() -> !one.link.isUp());
            assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
            assertThat(spend(one)).isEqualTo(Spent.Granted.ALONE);
            assertThat(got(one.evictions.evict(new Notice.OfId(new MessageId(7)), one.time())))
                    .isFalse();
            one.heard.clear();
            other.heard.clear();

            redis.start();
            Replica.until(() -> one.link.isUp() && other.link.isUp());

            assertThat(commands().llen(one.names.of(Kind.BUDGET, ACCOUNT))).isEqualTo(2);
            assertThat(commands().zscore("omg:marks", one.names.markOf(new MessageId(7))))
                    .isNotNull();
            assertThat(one.heard).contains("unknown");
            assertThat(other.heard).contains("unknown");
        }
    }

    @Test
    void a_frozen_server_is_lost_and_does_nothing_for_requests_that_have_gone_on() {
        try (var one = Replica.of("one-", redis).started();
                var other = Replica.of("other-", redis).started()) {
            redis.freeze();
            List<Claim> claims = Flux.fromStream(IntStream.range(0, 50).boxed())
                    .flatMap(
                            id -> one.answers.claim(
                                    new DetailRequest(ACCOUNT, new MessageId(id + 1)), 0, LOAD, one.time()),
                            50)
                    .collectList()
                    .block(Replica.SOON);
            assertThat(claims).hasSize(50).containsOnly(Claim.None.ALONE);
            // A timer that is late by itself is no reason; the next beat's is another.
            Replica.until(() -> one.link.state().equals("lost: no reply within 1000ms"));

            redis.thaw();
            Replica.until(() -> one.link.isUp() && other.link.isUp());
            assertThat(commands().keys("omg:l1:*")).as("leases of nobody").isEmpty();
            assertThat(got(other.answers.claim(DETAIL, 0, LOAD, other.time()))).isInstanceOf(Claim.Yours.class);
        }
    }

    @Test
    void a_frozen_server_is_not_connected_to_and_the_reason_is_a_sentence() {
        redis.freeze();
        try (var one = Replica.of("one-", redis).started()) {
            assertThat(one.link.state()).isEqualTo("lost: no reply within 1000ms");
        }
        redis.thaw();
    }

    @Test
    void an_eviction_reaches_the_others_with_their_next_beats() {
        try (var one = Replica.of("one-", redis).started();
                var other = Replica.of("other-", redis).started()) {
            var notices = List.of(
                    new Notice.OfAll(),
                    new Notice.OfId(new MessageId(744)),
                    new Notice.OfAccount(new Account(CredentialMode.FORWARD, "two\nlines")),
                    new Notice.OfAnswer(DETAIL, true));
            other.heard.clear();
            notices.forEach(notice ->
                    assertThat(got(one.evictions.evict(notice, one.time()))).isTrue());

            Replica.until(() -> other.heard.size() >= notices.size());
            assertThat(other.heard)
                    .containsExactlyElementsOf(
                            notices.stream().map(Notice::toString).toList());
            got(other.evictions.evict(notices.get(1), other.time()));
            Replica.until(() -> one.heard.contains(notices.get(1).toString()));
            assertThat(one.heard).as("its own").doesNotContain(notices.get(0).toString());
        }
    }

    @Test
    void a_page_reaches_the_others_with_their_next_beats() {
        try (var one = Replica.of("one-", redis).started();
                var other = Replica.of("other-", redis).started()) {
            one.heard.clear();
            other.heard.clear();
            assertThat(got(one.shared.pages().tell(page(1), one.time()))).isTrue();
            Replica.until(() -> !other.heard.isEmpty());
            assertThat(got(other.shared.pages().tell(page(2), other.time()))).isTrue();
            Replica.until(() -> !one.heard.isEmpty());

            assertThat(other.heard).containsExactly(ACCOUNT + " [1]");
            assertThat(one.heard).containsExactly(ACCOUNT + " [2]");
        }
    }

    @Test
    void of_a_thousand_pages_and_one_the_oldest_is_forgotten() {
        try (var one = Replica.patient("one-", redis).started()) {
            Long told = got(Flux.range(0, 1_001)
                    .flatMap(row -> one.shared.pages().tell(page(row), one.time()), 16)
                    .filter(heard -> heard)
                    .count());

            assertThat(told).isEqualTo(1_001);
            assertThat(commands().zcard("omg:shown")).isEqualTo(1_000);
        }
    }

    private static ShownPage page(int row) {
        return new ShownPage(ACCOUNT, Duration.ofMillis(5), Duration.ofSeconds(1), new byte[] {(byte) row});
    }

    @Test
    void a_replica_whose_names_come_from_another_secret_says_so_and_works_by_itself() {
        try (var one = Replica.of("one-", redis).started();
                var stranger = new Replica(
                        "stranger-",
                        Replica.properties(redis.url(), 1, (byte) 1, (byte) 2),
                        0,
                        Duration.ofMinutes(1),
                        Ticker.systemTicker())) {
            stranger.started();

            assertThat(one.link.isUp()).isTrue();
            assertThat(stranger.link.state())
                    .isEqualTo("lost: gateway.shared.secret ends with another secret than that of the other gateways of"
                            + " namespace omg (their fingerprint is " + one.names.fingerprint() + ", this one's "
                            + stranger.names.fingerprint() + ")");
            assertThat(commands().zcard("omg:members")).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_would_evict_the_budget_is_refused() {
        commands().configSet("maxmemory-policy", "allkeys-lru");
        try (var one = Replica.of("one-", redis)) {
            assertThatThrownBy(one::started)
                    .isInstanceOf(InvalidProperty.class)
                    .hasMessage("gateway.shared.redis-url is \"" + redis.url() + "\"; it must be a server whose"
                            + " maxmemory-policy is noeviction or begins with volatile-: this one's is allkeys-lru, which"
                            + " would evict the budget of calls.");
        }
    }

    @Test
    void a_server_of_a_cluster_is_refused() {
        redis.close();
        redis = new RedisProcess("--cluster-enabled", "yes");
        try (var one = Replica.of("one-", redis)) {
            assertThatThrownBy(one::started)
                    .isInstanceOf(InvalidProperty.class)
                    .hasMessage("gateway.shared.redis-url is \"" + redis.url()
                            + "\"; it must be a server by itself or behind" + " Sentinel, not one of a cluster.");
        }
    }

    @Test
    void a_replica_takes_no_writes_and_is_lost() {
        try (var master = new RedisProcess()) {
            commands().replicaof("127.0.0.1", master.port());
            try (var one = Replica.of("one-", redis).started()) {
                assertThat(one.link.state()).isEqualTo("lost: the server is a replica, which takes no writes");
            }
        }
    }

    @Test
    void a_full_server_is_lost() {
        try (var one = Replica.of("one-", redis).started()) {
            commands().configSet("maxmemory", "1");
            Replica.until(() -> !one.link.isUp());
            assertThat(one.link.state()).startsWith("lost: OOM");
            commands().configSet("maxmemory", "0");
            Replica.until(() -> one.link.isUp());
        }
    }

    private static Spent spend(Replica replica) {
        return got(replica.budget.spend(ACCOUNT, replica.time()));
    }
}
