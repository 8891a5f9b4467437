package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that outdate details while users change, and among several accounts. An upstream whose message gets one more reply. */
class OutdatedDetailsIT {

    private static final Duration TAKES_EFFECT = Duration.ofSeconds(60);
    private static final String MESSAGE = "/api/offlinemessages/744";
    private static final String LIST = "/api/offlinemessages/";
    private static final String EMPTY_PAGE = LIST + "?page_no=2";
    private static final String NAME = "offline-messages-gateway; ";

    private final CountDownLatch pageAsked = new CountDownLatch(1);
    private final CountDownLatch pageMayCome = new CountDownLatch(1);
    private final Origin upstream = Origin.answering(this::answer);
    private volatile int replies = 1;

    @AfterEach
    void stop() {
        pageMayCome.countDown();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "forward"})
    void a_user_who_loses_the_role_gets_the_page_under_way_and_it_outdates_the_accounts_details(
            String credentials, @TempDir Path folder) throws IOException {
        var users = new MountedSecret(folder.resolve("users"), usersWhereJohnIs("Super Admin"));
        try (var gateway = start(users.file("users.yaml"), credentials);
                var waiting = new RawConnection(gateway.port())) {
            assertThat(message(gateway, "john").text()).isEqualTo(message(1));
            replies = 2;
            waiting.send(RawConnection.head("GET", LIST, "john"));
            await().until(() -> pageAsked.getCount() == 0);

            users.swap(usersWhereJohnIs("Agent"));
            await().atMost(TAKES_EFFECT)
                    .until(() -> RawConnection.get(gateway.port(), EMPTY_PAGE, "john")
                                    .status()
                            == 403);
            gateway.ticker().advance(Duration.ofSeconds(1));
            assertThat(message(gateway, "john").header("Cache-Status")).contains(NAME + "hit; ttl=29");
            pageMayCome.countDown();

            RawResponse page = waiting.receive(false);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).isEqualTo(row(2));
            RawResponse reloaded = message(gateway, "john");
            assertThat(reloaded.header("Cache-Status")).contains(NAME + "fwd=stale; stored");
            assertThat(reloaded.text()).isEqualTo(message(2));
            assertThat(gateway.count("gateway.cache.outdated", "answer", "message"))
                    .isOne();
        }
    }

    @Test
    void a_page_tells_nothing_of_the_details_of_another_account() {
        pageMayCome.countDown();
        try (var gateway = start(SandboxUpstream.usersFile(), "forward")) {
            message(gateway, "john");
            message(gateway, "agent");
            replies = 2;
            gateway.ticker().advance(Duration.ofSeconds(1));

            assertThat(RawConnection.get(gateway.port(), LIST, "john").text()).isEqualTo(row(2));

            assertThat(message(gateway, "agent").header("Cache-Status")).contains(NAME + "hit; ttl=29");
            assertThat(message(gateway, "john").text()).isEqualTo(message(2));
        }
    }

    private RunningGateway start(Path users, String credentials) {
        return new RunningGateway(
                List.of(
                        "--gateway.upstream.base-url=" + upstream.url(),
                        "--gateway.access.users-file=" + users,
                        "--gateway.access.detail-roles=Super Admin, Agent",
                        "--gateway.upstream.credentials=" + credentials),
                credentials.equals("forward")
                        ? new String[0]
                        : new String[] {"--gateway.upstream.username=gateway", "--gateway.upstream.password=secret"});
    }

    private byte[] answer(Origin.Request request) {
        if (request.target().endsWith("744")) {
            return Origin.json(200, message(replies));
        }
        if (request.target().contains("page_no")) {
            return Origin.json(200, "[]");
        }
        pageAsked.countDown();
        try {
            pageMayCome.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Origin.json(200, row(replies));
    }

    private static RawResponse message(RunningGateway gateway, String user) {
        return RawConnection.get(gateway.port(), MESSAGE, user);
    }

    private static String message(int replies) {
        return "{\"offline_message_id\":744,\"reply_messages\":[{}" + ",{}".repeat(replies - 1) + "]}";
    }

    private static String row(int replies) {
        return "[{\"offline_message_id\":744,\"reply_message_count\":" + replies + "}]";
    }

    private static Map<String, String> usersWhereJohnIs(String role) throws IOException {
        String file = Files.readString(SandboxUpstream.usersFile());
        return Map.of("users.yaml", file.replace("role: Super Admin", "role: " + role));
    }
}
