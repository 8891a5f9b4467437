package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.GatewayMeter;
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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** The ways in which the link logs in: as a user of an ACL, by changed files, at Sentinels, over TLS. */
class LinkLoginTest extends WithRedis {

    private static final Account ACCOUNT = new Account(CredentialMode.SERVICE, "gateway@example.com");
    private static final DetailRequest DETAIL = new DetailRequest(ACCOUNT, new MessageId(744));
    private static final Duration LOAD = Duration.ofMinutes(1);

    /** The pages on which operators read the smallest ACL. */
    private static final List<String> PAGES = List.of(
            "src/docs/guide/share.md",
            "helm/offline-messages-gateway/README.md",
            "src/docs/decisions/shared-on-redis.md");

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
        assertThat(PAGES).extracting(LinkLoginTest::acl).containsOnly(acl());
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

    private static ShownPage page(int row) {
        return new ShownPage(ACCOUNT, Duration.ofMillis(5), Duration.ofSeconds(1), new byte[] {(byte) row});
    }

    private static Spent spend(Replica replica) {
        return got(replica.budget.spend(ACCOUNT, replica.time()));
    }
}
