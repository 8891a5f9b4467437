package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.mounts.KeyPair;
import io.offlinemessages.gateway.mounts.MountedSecret;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.netty.http.server.HttpServer;

/** What the hit lane owes to a connection that it shares with Reactor Netty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HitLaneConnectionIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String HIT = RawConnection.head("GET", DETAIL, "john");

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final Exchanges exchanges = new Exchanges();
    private final RunningGateway gateway =
            new RunningGateway(exchanges, sandbox.gatewayProperties(), "--gateway.cache.ttl=1h");

    @BeforeAll
    void warm() {
        warm(gateway);
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    private static void warm(RunningGateway gateway) {
        assertThat(RawConnection.get(gateway.port(), DETAIL, "john").status()).isEqualTo(200);
    }

    @Test
    void it_asks_for_the_next_request_itself() {
        int before = exchanges.count();
        try (var caller = new RawConnection(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                caller.send(HIT);
                assertThat(caller.receive(false).header("Cache-Status").orElseThrow())
                        .contains("; hit");
            }
        }
        assertThat(exchanges.count()).isEqualTo(before);
    }

    @Test
    void a_request_that_comes_in_pieces_is_one_request() {
        try (var caller = new RawConnection(gateway.port())) {
            caller.sendInPieces(HIT);
            assertThat(caller.receive(false).status()).isEqualTo(200);
        }
    }

    @Test
    void hits_wait_for_what_was_asked_before_them() {
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages/8101"))
                        .willReturn(okJson("{\"offline_message_id\":8101}").withFixedDelay(300)));
        try (var caller = new RawConnection(gateway.port())) {
            String miss = RawConnection.head("GET", "/api/offlinemessages/8101", "john");
            caller.send(HIT + miss + HIT + HIT.replace("GET", "HEAD") + miss + HIT);
            assertThat(caller.receive(false).text()).contains("744");
            assertThat(caller.receive(false).text()).contains("8101");
            assertThat(caller.receive(false).text()).contains("744");
            assertThat(caller.receive(true).body()).isEmpty();
            assertThat(caller.receive(false).text()).contains("8101");
            assertThat(caller.receive(false).text()).contains("744");
            int before = exchanges.count();
            caller.send(HIT);
            assertThat(caller.receive(false).text()).contains("744");
            assertThat(exchanges.count()).as("the lane is free again").isEqualTo(before);
        }
    }

    @Test
    void nothing_is_answered_after_a_response_that_closes() {
        try (var caller = new RawConnection(gateway.port())) {
            caller.send(RawConnection.head("GET", DETAIL, "john", "Connection: close") + HIT + HIT);
            assertThat(caller.receive(false).header("Connection")).contains("close");
            assertThat(caller.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_caller_that_never_reads_is_stopped_and_gets_everything_once_it_does() throws Exception {
        int many = 200_000;
        ByteBuffer request = ByteBuffer.wrap(HIT.getBytes(StandardCharsets.US_ASCII));
        double before = gateway.count("gateway.admission", "outcome", "admitted");
        try (var caller = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()))) {
            caller.configureBlocking(false);
            int sent = writeUntilStuck(caller, request, many);
            double answered = gateway.count("gateway.admission", "outcome", "admitted") - before;
            assertThat(sent).isLessThan(many);
            assertThat(answered).isLessThan(sent);
            assertThat(responses(caller, sent)).isEqualTo(sent);
        }
    }

    /** Returns how many whole requests were written before nothing was taken any more for two seconds. */
    private static int writeUntilStuck(SocketChannel caller, ByteBuffer request, int most) throws Exception {
        int sent = 0;
        long progress = System.nanoTime();
        while (sent < most
                && System.nanoTime() - progress < Duration.ofSeconds(2).toNanos()) {
            if (caller.write(request) > 0) {
                progress = System.nanoTime();
            }
            if (!request.hasRemaining()) {
                request.clear();
                sent++;
            }
        }
        return sent;
    }

    private static int responses(SocketChannel caller, int expected) throws Exception {
        caller.configureBlocking(true);
        caller.socket().setSoTimeout(20_000);
        var in = caller.socket().getInputStream();
        byte[] mark = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
        byte[] part = new byte[65_536];
        int found = 0;
        int matched = 0;
        while (found < expected) {
            int length = in.read(part);
            for (int i = 0; i < length; i++) {
                matched = part[i] == mark[matched] ? matched + 1 : part[i] == mark[0] ? 1 : 0;
                if (matched == mark.length) {
                    found++;
                    matched = 0;
                }
            }
        }
        return found;
    }

    /** The client offers HTTP/2, as it does by default. */
    @Test
    void over_tls_hits_are_hits(@TempDir Path folder) throws Exception {
        var keys = KeyPair.create(folder, "server");
        var mounted = new MountedSecret(folder.resolve("tls"), keys.pem());
        var counted = new Exchanges();
        try (var secure = new RunningGateway(
                counted,
                sandbox.gatewayProperties(),
                "--server.ssl.bundle=server",
                "--management.server.ssl.enabled=false",
                "--spring.ssl.bundle.pem.server.keystore.certificate=" + mounted.file("tls.crt"),
                "--spring.ssl.bundle.pem.server.keystore.private-key=" + mounted.file("tls.key"))) {
            var client = HttpClient.newBuilder()
                    .sslContext(keys.context(List.of(keys)))
                    .build();
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + secure.port() + DETAIL))
                    .header("Authorization", "Basic " + RawConnection.credentials("john"))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.ofString());
            int before = counted.count();
            HttpResponse<String> hit = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(hit.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(hit.headers().firstValue("Cache-Status").orElseThrow()).contains("; hit");
            assertThat(counted.count()).isEqualTo(before);
        }
    }

    @Test
    void a_connection_is_closed_when_it_is_idle_after_a_hit() {
        try (var impatient = new RunningGateway(sandbox.gatewayProperties(), "--server.netty.idle-timeout=500ms")) {
            warm(impatient);
            try (var caller = new RawConnection(impatient.port())) {
                caller.send(HIT);
                assertThat(caller.receive(false).status()).isEqualTo(200);
                assertThat(caller.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void hits_count_towards_the_most_requests_of_a_connection() {
        try (var limited =
                new RunningGateway(sandbox.gatewayProperties(), "--server.netty.max-keep-alive-requests=3")) {
            warm(limited);
            try (var caller = new RawConnection(limited.port())) {
                for (int i = 1; i <= 3; i++) {
                    caller.send(HIT);
                    RawResponse response = caller.receive(false);
                    assertThat(response.header("Connection")).contains(i < 3 ? "keep-alive" : "close");
                }
                assertThat(caller.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void the_api_has_the_handlers_of_the_page_and_no_other_in_their_order() {
        var noted = new CopyOnWriteArrayList<List<String>>();
        try (var watched = new RunningGateway(
                application -> application.initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("pipelineNames", PipelineNames.class, () -> new PipelineNames(noted))),
                sandbox.gatewayProperties())) {
            warm(watched);
            RawResponse other = RawConnection.get(watched.managementPort(), DETAIL, "john");
            assertThat(other.status()).isEqualTo(404);
        }
        assertThat(noted)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .startsWith(
                        "offline-messages.waiting-bytes",
                        "offline-messages.write-timeout",
                        "offline-messages.turns",
                        "reactor.left.httpCodec",
                        "offline-messages.read-timeout",
                        "offline-messages.request-heads",
                        "offline-messages.exchanges",
                        "offline-messages.hit-lane",
                        "reactor.left.httpTrafficHandler",
                        "reactor.right.reactiveBridge")
                .hasSize(11);
    }

    /** Notes the handlers of each connection. */
    @Order(Ordered.LOWEST_PRECEDENCE)
    private record PipelineNames(List<List<String>> noted) implements NettyServerCustomizer {

        @Override
        public HttpServer apply(HttpServer server) {
            return server.doOnConnection(connection -> {
                ChannelPipeline pipeline = connection.channel().pipeline();
                noted.add(pipeline.names());
            });
        }
    }
}
