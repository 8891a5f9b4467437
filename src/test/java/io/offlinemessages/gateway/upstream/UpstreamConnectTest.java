package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Upstreams that no request ever reaches. */
class UpstreamConnectTest {

    private static final int ATTEMPTS = 3;

    @Test
    void a_refused_connection_is_tried_again() throws IOException {
        int port;
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }

        assertFails(TestUpstream.at(URI.create("http://127.0.0.1:" + port)), FailureKind.CONNECT_FAILED, ATTEMPTS);
    }

    @Test
    void a_connection_that_takes_too_long_is_tried_again() throws IOException {
        try (var full = new FullBacklog(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertFails(
                    TestUpstream.at(URI.create("http://127.0.0.1:" + full.port()))
                            .connectTimeout(Duration.ofMillis(200)),
                    FailureKind.CONNECT_TIMEOUT,
                    ATTEMPTS);
        }
    }

    @Test
    void a_plain_server_under_an_https_address_is_not_tried_again() {
        try (var plain = new Origin(connection -> connection.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertFails(TestUpstream.at(https(plain)), FailureKind.TLS_FAILED, 1);
        }
    }

    @Test
    void a_handshake_that_takes_too_long_is_tried_again() {
        try (var silent = new Origin(Origin.Connection::awaitHangUp)) {
            assertFails(
                    TestUpstream.at(https(silent)).handshakeTimeout(Duration.ofMillis(200)),
                    FailureKind.CONNECT_TIMEOUT,
                    ATTEMPTS);
        }
    }

    @Test
    void an_unknown_host_is_tried_again() {
        try (var names = new NameServer(NameServer.Answer.NO_SUCH_NAME)) {
            assertFails(
                    TestUpstream.at(URI.create("http://nowhere.invalid")).names(names),
                    FailureKind.NAME_NOT_RESOLVED,
                    ATTEMPTS);
        }
    }

    @Test
    void a_name_server_that_says_nothing_takes_less_than_the_deadline_and_is_asked_again() {
        try (var names = new NameServer(NameServer.Answer.NOTHING)) {
            assertFails(
                    TestUpstream.at(URI.create("http://nowhere.invalid")).names(names),
                    FailureKind.NAME_LOOKUP_TIMEOUT,
                    ATTEMPTS);
        }
    }

    @Test
    void a_name_with_an_underscore_is_called_and_may_be_called_while_dns_is_away() throws Exception {
        byte[] found = Origin.answer(200, Samples.detail(), "Content-Type: application/json", "Connection: close");
        try (var names = new NameServer(NameServer.Answer.LOOPBACK);
                var origin = new Origin(connection -> {
                    if (connection.read() != null) {
                        connection.write(found);
                    }
                })) {
            var base = URI.create("http://offline_api:" + origin.url().getPort());
            try (var upstream = TestUpstream.at(base).names(names).attempts(1).build()) {
                assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
                origin.awaitNoConnection();
                names.say(NameServer.Answer.SERVER_FAILURE);
                assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            }
            assertThat(origin.requests())
                    .hasSize(2)
                    .allMatch(request -> request.field("Host").equals(base.getAuthority()));
        }
    }

    private static void assertFails(TestUpstream.Builder settings, FailureKind kind, int calls) {
        try (var upstream = settings.attempts(ATTEMPTS).build()) {
            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(kind);
            assertThat(upstream.calls(Route.DETAIL, kind.tag())).isEqualTo(calls);
            assertThat(upstream.calls()).isEqualTo(calls);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    private static URI https(Origin origin) {
        return URI.create("https://127.0.0.1:" + origin.url().getPort());
    }
}
