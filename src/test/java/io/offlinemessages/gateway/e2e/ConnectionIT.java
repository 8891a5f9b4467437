package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on one connection, and what no bytes of a caller can bring about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionIT {

    private static final String LIST = "/api/offlinemessages/";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = RunningGateway.shared(sandbox.gatewayProperties());

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void pipelined_requests_are_answered_in_order_on_a_connection_that_stays_open() {
        try (var caller = new RawConnection(gateway.port())) {
            caller.send(RawConnection.head("GET", LIST + "744", "john")
                    + RawConnection.head("GET", LIST + "-14", "john")
                    + RawConnection.head("HEAD", LIST + "744", "john")
                    + RawConnection.head("GET", LIST, "agent")
                    + RawConnection.head("GET", LIST + "%zz", "john")
                    + RawConnection.head("GET", LIST + "740", "john"));
            assertThat(caller.receive(false).status()).isEqualTo(200);
            assertThat(caller.receive(false).status()).isEqualTo(400);
            assertThat(caller.receive(true).status()).isEqualTo(200);
            assertThat(caller.receive(false).status()).isEqualTo(403);
            assertThat(caller.receive(false).status()).isEqualTo(400);
            assertThat(caller.receive(false).text()).contains("\"offline_message_id\": 740");
            caller.send(RawConnection.head("GET", LIST + "744", "john"));
            assertThat(caller.receive(false).status()).isEqualTo(200);
        }
    }

    @Test
    void a_little_content_with_a_get_is_ignored_and_the_next_request_is_understood() {
        try (var caller = new RawConnection(gateway.port())) {
            caller.send(RawConnection.head("GET", LIST + "744", "john", "Content-Length: 5") + "hello"
                    + RawConnection.head("GET", LIST + "740", "john"));
            assertThat(caller.receive(false).status()).isEqualTo(200);
            assertThat(caller.receive(false).text()).contains("\"offline_message_id\": 740");
        }
    }

    @Test
    void content_of_unknown_length_is_not_waited_for() {
        try (var caller = new RawConnection(gateway.port())) {
            caller.send(
                    RawConnection.head("GET", LIST + "744", "john", "Transfer-Encoding: chunked") + "5\r\nhello\r\n");
            RawResponse response = caller.receive(false);
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.header("Connection")).contains("close");
            assertThat(caller.isAtEnd()).isTrue();
        }
    }

    @Test
    void connection_close_and_http_1_0_are_kept() {
        for (String head : new String[] {
            RawConnection.head("GET", LIST + "744", "john", "Connection: close"),
            RawConnection.head("GET", LIST + "744", "john").replace("HTTP/1.1", "HTTP/1.0")
        }) {
            try (var caller = new RawConnection(gateway.port())) {
                caller.send(head);
                assertThat(caller.receive(false).status()).isEqualTo(200);
                assertThat(caller.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void the_last_request_of_a_connection_is_answered_however_soon_it_comes_after_the_answer_before_it() {
        try (var uncached = new RunningGateway(sandbox.gatewayProperties(), "--gateway.cache.maximum-size=0B")) {
            for (int i = 0; i < 300; i++) {
                try (var caller = new RawConnection(uncached.port())) {
                    caller.send(RawConnection.head("GET", LIST + "744", "john"));
                    assertThat(caller.receive(false).status()).isEqualTo(200);
                    caller.send(RawConnection.head("GET", LIST + "740", "john", "Connection: close"));
                    assertThat(caller.receive(false).status()).isEqualTo(200);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT x:443", "OPTIONS *", "GET http://gateway", "GET http://gateway/x"})
    void other_forms_of_target_name_no_resource(String start) {
        RawResponse response = RawConnection.exchange(gateway.port(), start + " HTTP/1.1\r\nHost: gateway\r\n\r\n");
        assertThat(response.status()).isEqualTo(404);
    }

    @Test
    void the_absolute_form_of_a_target_is_the_same_resource() {
        assertThat(RawConnection.get(gateway.port(), "http://gateway" + LIST + "744", "john")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void no_target_whatever_brings_about_a_5xx_or_reaches_the_upstream_uncanonical() {
        long seed = 42;
        var random = new Random(seed);
        String alphabet = "07/.;%2fF?&=+-_#\\\"<>|^`{}[]:@!$'()*, ~éapi\u00ffoflinemsg";
        RawConnection.get(gateway.port(), "/", "john");
        for (int i = 0; i < 2_000; i++) {
            var target = new StringBuilder(random.nextBoolean() ? LIST : "/");
            for (int length = random.nextInt(12); length > 0; length--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                target.append(c == ' ' ? "%20" : String.valueOf(c));
            }
            RawResponse response = RawConnection.get(gateway.port(), target.toString(), "john");
            assertThat(response.status()).as("seed %d, target %s", seed, target).isIn(200, 304, 400, 404);
        }
        assertThat(sandbox.server().getAllServeEvents())
                .allSatisfy(event -> assertThat(event.getRequest().getUrl())
                        .matches("/api/offlinemessages(/|\\?page_no=[1-9][0-9]*|/[1-9][0-9]*)"));
    }
}
