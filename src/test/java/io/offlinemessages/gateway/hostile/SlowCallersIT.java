package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that let the gateway wait, on sockets: each is given up after its time, and nobody else notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowCallersIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String HIT = RawConnection.head("GET", DETAIL, "john");

    /** So many long messages are more than any socket buffers. */
    private static final int MANY = 32;

    private static final String LONG = "{\"offline_message_id\":744,\"message\":\"" + "x".repeat(1_000_000) + "\"}";

    private final Origin origin = Origin.answering(request -> Origin.json(200, LONG));

    @AfterAll
    void stop() {
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET " + DETAIL + " HT", "GET " + DETAIL + " HTTP/1.1\r\nHost: gateway\r\nX-Field: a", "\r\n"})
    void a_head_that_does_not_end_is_answered_with_408(String begun) {
        try (var gateway = RunningGateway.shared(properties(), "--gateway.limits.request-timeout=500ms");
                var slow = RawConnection.undescribed(gateway.port())) {
            slow.send(begun);
            assertServed(gateway);
            RawResponse response = slow.receive(false);
            assertThat(response.status()).isEqualTo(408);
            assertThat(response.header("Connection")).contains("close");
            assertThat(response.text())
                    .isEqualTo("{\"error\":[{\"code\":408,\"message\":\"The request did not arrive in time.\"}]}");
            assertThat(slow.isAtEnd()).isTrue();
            assertEnded(gateway, "request_timeout", 1);
        }
    }

    @Test
    void content_that_does_not_end_ends_the_connection_without_a_word_after_the_answer() {
        try (var gateway = RunningGateway.shared(properties(), "--gateway.limits.request-timeout=500ms");
                var slow = new RawConnection(gateway.port())) {
            slow.send(RawConnection.head("GET", DETAIL, "john", "Content-Length: 5") + "h");
            assertThat(slow.receive(false).status()).isEqualTo(200);
            assertServed(gateway);
            assertThat(slow.isAtEnd()).isTrue();
            assertEnded(gateway, "request_timeout", 1);
        }
    }

    @Test
    void a_caller_that_does_not_take_its_answers_is_given_up() throws IOException {
        try (var gateway = start("--gateway.limits.write-timeout=500ms");
                var slow = RawConnection.undescribed(gateway.port())) {
            assertServed(gateway);
            slow.send(HIT.repeat(MANY).getBytes(ISO_8859_1));
            await().untilAsserted(() -> assertEnded(gateway, "write_timeout", 1));
            assertServed(gateway);
        }
    }

    @Test
    void a_caller_that_takes_its_answers_at_last_is_served_on() throws IOException {
        try (var gateway = start("--gateway.limits.write-timeout=1m");
                var slow = RawConnection.undescribed(gateway.port())) {
            assertServed(gateway);
            slow.send(HIT.repeat(MANY).getBytes(ISO_8859_1));
            assertServed(gateway);
            for (int i = 0; i < MANY; i++) {
                assertThat(slow.receive(false).body()).hasSize(LONG.length());
            }
            slow.send(HIT.getBytes(ISO_8859_1));
            assertThat(slow.receive(false).status()).isEqualTo(200);
            // As many as there may be event loops.
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 2; i++) {
                assertServed(gateway);
            }
            assertEnded(gateway, "write_timeout", 0);
        }
    }

    @Test
    void a_connection_on_which_nothing_comes_is_closed_when_it_has_been_idle() {
        try (var gateway = start("--server.netty.idle-timeout=500ms");
                var silent = RawConnection.undescribed(gateway.port())) {
            assertThat(silent.isAtEnd()).isTrue();
            assertServed(gateway);
        }
    }

    @Test
    void one_connection_too_many_is_told_so_and_the_others_are_served() {
        try (var gateway = start("--gateway.limits.connections=2", "--gateway.limits.connections-per-address=2");
                var first = new RawConnection(gateway.port())) {
            assertServed(first);
            try (var second = new RawConnection(gateway.port())) {
                assertServed(second);
                RawResponse response = RawConnection.get(gateway.port(), DETAIL, "john");
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.header("Retry-After")).contains("1");
                assertThat(response.header("Connection")).contains("close");
                assertServed(first);
            }
            await().untilAsserted(() -> assertServed(gateway));
            assertThat(gateway.count("gateway.connections.ended", "limit", "connections"))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "10.0.0.1, 503"})
    void a_trusted_proxy_may_have_more_connections_than_others(String trusted, int status) {
        try (var gateway = start("--gateway.limits.connections-per-address=1", "--gateway.trusted-proxies=" + trusted);
                var first = new RawConnection(gateway.port())) {
            assertServed(first);
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status())
                    .isEqualTo(status);
        }
    }

    private static void assertServed(RawConnection caller) {
        caller.send(HIT);
        assertThat(caller.receive(false).status()).isEqualTo(200);
    }

    private static void assertServed(RunningGateway gateway) {
        assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status()).isEqualTo(200);
    }

    private static void assertEnded(RunningGateway gateway, String limit, int times) {
        assertThat(gateway.count("gateway.connections.ended", "limit", limit)).isEqualTo(times);
    }

    private RunningGateway start(String... properties) {
        return new RunningGateway(properties(), properties);
    }

    private List<String> properties() {
        return List.of(
                "--gateway.upstream.base-url=" + origin.url(),
                "--gateway.upstream.username=" + SandboxUpstream.USERNAME,
                "--gateway.upstream.password=" + SandboxUpstream.PASSWORD,
                "--gateway.access.users-file=" + SandboxUpstream.usersFile(),
                "--gateway.cache.ttl=1h");
    }
}
