package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.mounts.KeyPair;
import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mounted Secrets that are swapped again and again under constant load: each takes effect, and no request fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationIT {

    private static final Duration TAKES_EFFECT = Duration.ofSeconds(60);
    private static final int SWAPS = 2;

    private final List<KeyPair> servers = new ArrayList<>();
    private final List<KeyPair> clients = new ArrayList<>();
    private MountedSecret users;
    private MountedSecret credential;
    private MountedSecret login;
    private MountedSecret serverKeys;
    private MountedSecret clientKeys;
    private final RedisProcess redis = new RedisProcess();
    private final RedisClient toRedis = RedisClient.create(redis.url());
    private Origin origin;
    private volatile String lastCertificate = "";
    private volatile String lastAuthorization = "";
    private RunningGateway gateway;
    private ConstantLoad load;

    @BeforeAll
    void mount_everything_and_start(@TempDir Path folder) throws Exception {
        for (int version = 0; version <= SWAPS; version++) {
            servers.add(KeyPair.create(folder, "server-" + version));
            clients.add(KeyPair.create(folder, "client-" + version));
        }
        users = new MountedSecret(folder.resolve("users"), usersWhereAgentIs("Agent"));
        credential = new MountedSecret(folder.resolve("upstream"), password("secret-0"));
        login = new MountedSecret(folder.resolve("shared"), login("secret-0"));
        allow("secret-0");
        serverKeys = new MountedSecret(folder.resolve("tls"), servers.get(0).pem());
        clientKeys = new MountedSecret(folder.resolve("client"), clients.get(0).pem());
        SSLContext tls = servers.get(0).context(clients);
        origin = Origin.forgetful(connection -> answer(connection.mutuallySecured(tls)));
        Path trusted =
                Files.writeString(folder.resolve("ca.crt"), servers.get(0).pem().get("tls.crt"));
        gateway = new RunningGateway(List.of(
                "--spring.config.import=configtree:" + credential.folder() + "/,configtree:" + login.folder() + "/",
                "--gateway.shared.redis-url=" + redis.url(),
                "--gateway.shared.replicas=1",
                "--gateway.upstream.base-url=" + origin.secureUrl(),
                "--gateway.access.users-file=" + users.file("users.yaml"),
                // Each list is a call to the upstream.
                "--gateway.cache.list.ttl=0s",
                "--server.ssl.bundle=server",
                "--spring.ssl.bundle.pem.server.reload-on-update=true",
                "--spring.ssl.bundle.pem.server.keystore.certificate=" + serverKeys.file("tls.crt"),
                "--spring.ssl.bundle.pem.server.keystore.private-key=" + serverKeys.file("tls.key"),
                "--spring.ssl.bundle.pem.server.keystore.verify-keys=true",
                "--spring.cloud.gateway.server.webflux.httpclient.ssl.ssl-bundle=upstream",
                "--spring.ssl.bundle.pem.upstream.reload-on-update=true",
                "--spring.ssl.bundle.pem.upstream.keystore.certificate=" + clientKeys.file("tls.crt"),
                "--spring.ssl.bundle.pem.upstream.keystore.private-key=" + clientKeys.file("tls.key"),
                "--spring.ssl.bundle.pem.upstream.truststore.certificate=" + trusted));
        load = new ConstantLoad("https://127.0.0.1:" + gateway.port(), context());
        load.awaitAnswers(20);
    }

    @AfterAll
    void stop() {
        load.close();
        gateway.close();
        origin.close();
        toRedis.shutdown();
        redis.close();
    }

    @Test
    void the_users_file() throws Exception {
        for (int swap = 1; swap <= SWAPS; swap++) {
            boolean permitted = swap % 2 == 1;
            users.swap(usersWhereAgentIs(permitted ? "Super Admin" : "Agent"));
            await().atMost(TAKES_EFFECT).until(() -> load.status("agent") == (permitted ? 200 : 403));
        }
        assertNothingFailed();
    }

    @Test
    void the_upstream_credential() {
        for (int swap = 1; swap <= SWAPS; swap++) {
            String next = "secret-" + swap;
            credential.swap(password(next));
            String expected = Authorization.basic("gateway@example.com", next).value();
            await().atMost(TAKES_EFFECT).until(() -> lastAuthorization.equals(expected));
        }
        assertNothingFailed();
    }

    @Test
    void the_login_at_redis() {
        for (int swap = 1; swap <= SWAPS; swap++) {
            forget();
            allow("secret-" + swap);
            login.swap(login("secret-" + swap));
            await().atMost(TAKES_EFFECT).until(this::loggedIn);
        }
        assertNothingFailed();
    }

    @Test
    void the_key_pair_that_callers_see() throws Exception {
        for (int swap = 1; swap <= SWAPS; swap++) {
            serverKeys.swap(servers.get(swap).pem());
            String expected = "CN=server-" + swap;
            await().atMost(TAKES_EFFECT).until(() -> shownToCallers().equals(expected));
        }
        Map<String, String> last = servers.get(SWAPS).pem();
        String another = servers.get(0).pem().get("tls.crt");
        for (String bad : List.of(another, "not a certificate")) {
            serverKeys.swap(Map.of("tls.crt", bad, "tls.key", last.get("tls.key")));
            load.awaitAnswers(100);
            assertThat(shownToCallers()).isEqualTo("CN=server-" + SWAPS);
        }
        serverKeys.swap(servers.get(0).pem());
        await().atMost(TAKES_EFFECT).until(() -> shownToCallers().equals("CN=server-0"));
        assertNothingFailed();
    }

    @Test
    void the_key_pair_that_the_upstream_sees() throws Exception {
        for (int swap = 1; swap <= SWAPS; swap++) {
            clientKeys.swap(clients.get(swap).pem());
            String expected = "CN=client-" + swap;
            await().atMost(TAKES_EFFECT).until(() -> lastCertificate.equals(expected));
        }
        assertNothingFailed();
    }

    private void answer(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            lastCertificate = connection.peer();
            lastAuthorization = request.field("Authorization");
            byte[] body = request.target().endsWith("744") ? Samples.detail() : Samples.list();
            connection.write(Origin.answer(200, body, "Content-Type: application/json"));
        }
    }

    private void assertNothingFailed() {
        load.awaitAnswers(20);
        assertThat(load.failures()).isEmpty();
    }

    private String shownToCallers() throws Exception {
        try (var socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private SSLContext context() throws Exception {
        return clients.get(0).context(servers);
    }

    private static Map<String, String> usersWhereAgentIs(String role) throws IOException {
        return Map.of(
                "users.yaml", Files.readString(SandboxUpstream.usersFile()).replace("role: Agent", "role: " + role));
    }

    private boolean loggedIn() {
        try (var connection = toRedis.connect()) {
            return connection.sync().clientList().contains("user=gateway");
        }
    }

    private void allow(String password) {
        try (var connection = toRedis.connect()) {
            connection
                    .sync()
                    .aclSetuser(
                            "gateway",
                            AclSetuserArgs.Builder.on()
                                    .addPassword(password)
                                    .keyPattern("omg:*")
                                    .allCommands());
        }
    }

    /** Ends the connections of the user. */
    private void forget() {
        try (var connection = toRedis.connect()) {
            connection.sync().aclDeluser("gateway");
        }
    }

    private static Map<String, String> login(String password) {
        return Map.of(
                "gateway.shared.username",
                "gateway",
                "gateway.shared.password",
                password,
                "gateway.shared.secret",
                "A".repeat(43) + '=');
    }

    private static Map<String, String> password(String password) {
        return Map.of("gateway.upstream.username", "gateway@example.com", "gateway.upstream.password", password);
    }
}
