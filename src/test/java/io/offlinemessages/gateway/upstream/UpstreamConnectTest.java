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
            assertFails(TestUpstream.at(https(silent)), FailureKind.CONNECT_TIMEOUT, ATTEMPTS);
        }
    }

    @Test
    void an_unknown_host_is_tried_again() {
        try (var names = new NameServer(NameServer.Answer.NO_SUCH_NAME)) {
            assertFails(
                    TestUpstream.at(URI.create("http://nowhere.invalid")).client(names::asked),
                    FailureKind.NAME_NOT_RESOLVED,
                    ATTEMPTS);
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
