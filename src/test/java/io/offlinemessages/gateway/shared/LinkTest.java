package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.mounts.KeyPair;
import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.shared.SharedAnswers.Note;
import io.offlinemessages.gateway.shared.SharedBudget.Spent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The link to a real server that fails in the ways in which servers do. */
class LinkTest {

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final DetailRequest DETAIL = new DetailRequest(ACCOUNT, new MessageId(744));
    private static final Duration LOAD = Duration.ofMinutes(1);

    /** Where operators read the smallest ACL. */
    private static final List<String> PAGES = List.of(
            "src/docs/guide/share.md",
            "helm/offline-messages-gateway/README.md",
            "src/docs/decisions/shared-on-redis.md");

    private final List<RedisClient> clients = new ArrayList<>();
    private RedisProcess redis = new RedisProcess();

    @AfterEach
    void end() {
        clients.forEach(RedisClient::shutdown);
        redis.close();
    }

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
    void a_rehearsal_leaves_nothing_on_an_empty_server() {
        try (var rehearsed = replica("rehearsed-", (byte) 1)) {
            got(rehearsed.shared.rehearse().thenReturn(true));

            assertThat(rehearsed.link.state()).isEqualTo("up");
            assertThat(got(rehearsed.shared.roundTrip())).isTrue();
            assertThat(rehearsed.shared.others()).isZero();
            assertThat(commands().keys("*")).isEmpty();
        }
    }

    @Test
    void a_rehearsal_is_no_member_and_reports_nothing() {
        try (var one = new Replica(
                        "one-", Replica.properties(redis.url(), 3), 10, Duration.ofMinutes(1), Ticker.systemTicker());
                var rehearsed = replica("rehearsed-", (byte) 1)) {
            one.started();
            got(rehearsed.shared.rehearse().thenReturn(true));
            got(rehearsed.shared.roundTrip());

            assertThat(rehearsed.shared.others()).isEqualTo(1);
            assertThat(commands().zrange("omg:members", 0, -1)).containsExactly("one-");
            assertThat(commands().smembers("omg:reports")).containsExactly("one-");
            assertThat(commands().hget("omg:run", "complete")).isEqualTo("0");
        }
    }

    @Test
    void a_rehearsal_with_another_secret_says_so_and_leaves_the_servers_fingerprint() {
        try (var one = Replica.of("one-", redis).started();
                var rehearsed = replica("rehearsed-", (byte) 2)) {
            got(rehearsed.shared.rehearse().thenReturn(true));

            assertThat(rehearsed.link.state())
                    .isEqualTo("lost: gateway.shared.secret ends with another secret than that of the other gateways of"
                            + " namespace omg (their fingerprint is " + one.names.fingerprint() + ", this one's "
                            + rehearsed.names.fingerprint() + ")");
            assertThat(commands().get("omg:fingerprint")).isEqualTo(one.names.fingerprint());
        }
    }

    private Replica replica(String name, byte secret) {
        var properties = Replica.properties(redis.url(), 3, secret);
        return new Replica(name, properties, 10, Duration.ofMinutes(1), Ticker.systemTicker());
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

    @Test
    void the_smallest_acl_is_enough() {
        setUser("gateway", acl());
        try (var one = as("gateway", "secret").started();
                var wrong = as("gateway", "wrong").started()) {
            assertThat(one.link.state()).isEqualTo("up");
            assertThat(wrong.link.state()).startsWith("lost: WRONGPASS");
            var lease = ((Claim.Yours) got(one.answers.claim(DETAIL, 0, LOAD, one.time()))).lease();
            got(one.answers.look(DETAIL, 0, 0, one.time()));
            got(one.answers.store(DETAIL, lease, LOAD, LOAD, new byte[10], one.time()));
            got(one.answers.release(DETAIL, lease, new Note("note", LOAD, Note.To.WAITING), true, one.time()));
            got(one.evictions.evict(new Notice.OfAll(), one.time()));
            got(one.evictions.evict(new Notice.OfAnswer(DETAIL, true), one.time()));
            got(one.shared.pages().tell(page(1), one.time()));
            for (int call = 0; call < 4; call++) {
                spend(one);
            }
            got(one.budget.close(ACCOUNT, Duration.ofSeconds(1), one.time()));
            spend(one);
            assertThat(got(one.shared.roundTrip())).isTrue();
            assertThat(one.link.state()).isEqualTo("up");
        }
    }

    @Test
    void a_login_that_changes_in_files_is_that_of_the_next_connection(@TempDir Path folder) {
        var mounted = new MountedSecret(folder, login("gateway", "secret"));
        setUser("gateway", acl());
        try (var one = as("gateway", "secret").started()) {
            var files = files(folder, one);
            long connected = connected();
            setUser("gateway", "resetpass", ">changed");
            mounted.swap(login("gateway", "changed"));
            files.poll();
            files.poll();
            assertThat(connected()).as("the same connection").isEqualTo(connected);
            assertThat(one.link.isUp()).isTrue();

            for (String bad : new String[] {"", "caf\uFFFD"}) {
                mounted.swap(login("gateway", bad));
                files.poll();
                files.poll();
            }
            assertThat(reloads(one, "loaded")).isEqualTo(1);
            assertThat(reloads(one, "refused")).isEqualTo(2);
            assertThat(one.meters
                            .get("gateway.shared.login.files.refused")
                            .gauge()
                            .value())
                    .isEqualTo(1);

            redis.kill();
            Replica.until(() -> !one.link.isUp());
            redis.start();
            setUser("gateway", acl());
            setUser("gateway", "resetpass", ">changed");
            Replica.until(() -> one.link.isUp());
        }
    }

    @Test
    void a_login_of_another_user_is_that_of_the_next_connection(@TempDir Path folder) {
        var mounted = new MountedSecret(folder, login("gateway", "secret"));
        setUser("gateway", acl());
        setUser("green", acl());
        try (var one = as("gateway", "secret").started()) {
            var files = files(folder, one);
            mounted.swap(login("green", "secret"));
            files.poll();
            files.poll();
            // The server closes the connections of a user who is gone.
            commands().aclDeluser("gateway");
            Replica.until(() -> commands().clientList().contains("user=green"));
            Replica.until(() -> one.link.isUp());
        }
    }

    @Test
    void sentinels_are_asked_who_the_master_is() {
        try (var sentinel = RedisProcess.sentinel(redis)) {
            var properties = Replica.properties("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#master", 1);
            try (var one = new Replica("one-", properties, 0, Duration.ofMinutes(1), Ticker.systemTicker())) {
                assertThat(one.started().link.state()).isEqualTo("up");
            }
        }
    }

    @Test
    void sentinels_may_ask_for_a_password_of_their_own() {
        try (var sentinel = RedisProcess.sentinel(redis, "requirepass guard")) {
            String url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#master";
            setUser("gateway", acl());
            try (var one = as(url, "gateway", "secret", "guard").started();
                    var without = as(url, "gateway", "secret", null).started();
                    var wrong = as(url, "gateway", "secret", "secret").started()) {
                assertThat(one.link.state()).isEqualTo("up");
                assertThat(without.link.state()).startsWith("lost: NOAUTH");
                assertThat(wrong.link.state()).startsWith("lost: WRONGPASS");
            }
        }
    }

    @Test
    void tls_is_made_with_the_bundle_and_with_no_other_trust(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("pairs.p12");
        Path authority = folder.resolve("ca.crt");
        Files.writeString(
                authority,
                KeyPair.create(store, "issuer", "-ext", "bc:critical").pem().get("tls.crt"));
        KeyPair pair = KeyPair.create(store, "redis", "-signer", "issuer", "-ext", "san=ip:127.0.0.1");
        for (String file : List.of("tls.crt", "tls.key")) {
            Files.writeString(folder.resolve(file), pair.pem().get(file));
        }
        redis.close();
        redis = RedisProcess.tls(folder.resolve("tls.crt"), folder.resolve("tls.key"), authority);
        var bundle = SslBundle.of(new PemSslStoreBundle(
                null, PemSslStoreDetails.forCertificate(authority.toUri().toString())));
        var properties = Replica.properties("rediss://127.0.0.1:" + redis.port(), 1);
        try (var one = new Replica("one-", properties, 0, Duration.ofMinutes(1), Ticker.systemTicker(), bundle);
                var wary = new Replica("wary-", properties, 0, Duration.ofMinutes(1), Ticker.systemTicker())) {
            assertThat(one.started().link.state()).isEqualTo("up");
            assertThat(wary.started().link.state())
                    .startsWith("lost: ")
                    .contains("unable to find valid certification path");
        }
    }

    @Test
    void all_pages_show_the_same_acl() {
        assertThat(PAGES).extracting(LinkTest::acl).containsOnly(acl());
    }

    private static String[] acl() {
        return acl(PAGES.get(0));
    }

    /** The rules that the page tells, with a password. */
    private static String[] acl(String page) {
        try {
            var found = Pattern.compile("```\nACL SETUSER gateway (on >… [^`]*)```")
                    .matcher(Files.readString(Path.of(page)));
            assertThat(found.find()).as(page).isTrue();
            return found.group(1).replace("…", "secret").strip().split("\\s+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setUser(String name, String... rules) {
        var arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(name);
        List.of(rules).forEach(arguments::add);
        commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    /** The number of the gateway's one connection. */
    private long connected() {
        return commands()
                .clientList()
                .lines()
                .filter(client -> client.contains(" user=gateway "))
                .mapToLong(client -> Long.parseLong(client.replaceFirst("^id=(\\d+) .*", "$1")))
                .sum();
    }

    private static Map<String, String> login(String username, String password) {
        return Map.of("gateway.shared.username", username, "gateway.shared.password", password);
    }

    private static LoginFiles files(Path folder, Replica replica) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new ConfigTreePropertySource("mounted", folder, Option.AUTO_TRIM_TRAILING_NEW_LINE));
        return new LoginFiles(environment, replica.properties, replica.shared::login, replica.meters);
    }

    private static double reloads(Replica replica, String result) {
        return GatewayMeter.SHARED_LOGIN_RELOAD.counter(replica.meters, result).count();
    }

    private Replica as(String username, String password) {
        return as(redis.url(), username, password, null);
    }

    private static Replica as(String url, String username, String password, @Nullable String sentinelPassword) {
        var all = Replica.properties(url, 1);
        var properties = new SharedProperties(
                all.redisUrl(),
                username,
                new Secret(password),
                Secret.ofNullable(sentinelPassword),
                all.secret(),
                null,
                "omg",
                1,
                all.timeout(),
                DataSize.ofKilobytes(256));
        return new Replica(password + '-', properties, 3, Duration.ofMinutes(1), Ticker.systemTicker());
    }

    private RedisCommands<String, String> commands() {
        var client = RedisClient.create(redis.url());
        clients.add(client);
        return client.connect().sync();
    }

    private static Spent spend(Replica replica) {
        return got(replica.budget.spend(ACCOUNT, replica.time()));
    }
}
