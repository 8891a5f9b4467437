package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> backlog = fill(full);
            try {
                assertFails(
                        TestUpstream.at(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                                .connectTimeout(Duration.ofMillis(200)),
                        FailureKind.CONNECT_TIMEOUT,
                        ATTEMPTS);
            } finally {
                for (SocketChannel channel : backlog) {
                    channel.close();
                }
            }
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
    void an_unknown_host_is_tried_again() throws IOException {
        try (var names = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            answerThatNoNameExists(names);
            var server = new InetSocketAddress(names.getLocalAddress(), names.getLocalPort());

            assertFails(
                    TestUpstream.at(URI.create("http://nowhere.invalid"))
                            .client(http -> http.resolver(spec -> spec.dnsAddressResolverGroupProvider(
                                    builder -> new DnsAddressResolverGroup(builder.nameServerProvider(
                                            new SingletonDnsServerAddressStreamProvider(server)))))),
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

    /** Leaves no room in the queue of connections that wait to be accepted; nobody accepts them. */
    private static List<SocketChannel> fill(ServerSocket server) throws IOException {
        var channels = new ArrayList<SocketChannel>();
        for (int i = 0; i < 8; i++) {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            var unused = channel.connect(server.getLocalSocketAddress());
            channels.add(channel);
        }
        return channels;
    }

    /** Sends each query back as an answer with the code for "no such name". */
    private static void answerThatNoNameExists(DatagramSocket socket) {
        var thread = new Thread(
                () -> {
                    var packet = new DatagramPacket(new byte[512], 512);
                    while (!socket.isClosed()) {
                        try {
                            packet.setLength(512);
                            socket.receive(packet);
                            byte[] message = packet.getData();
                            message[2] |= (byte) 0x80;
                            message[3] = (byte) 0x83;
                            // Nothing but the question: the query's additional record is left out.
                            message[11] = 0;
                            socket.send(packet);
                        } catch (IOException e) {
                            if (!socket.isClosed()) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }
                },
                "names");
        thread.setDaemon(true);
        thread.start();
    }
}
