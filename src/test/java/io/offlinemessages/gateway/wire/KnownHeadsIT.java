package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.IdleStateHandler;
import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RealClient;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.hitlane.FreshHits;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

/** The head memo of a connection, in front of a gateway whose cache has the answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownHeadsIT {

    private static final String LIST = "/api/offlinemessages/";
    private static final String HIT = get("744", "john");
    private static final String OTHER = get("740", "john");
    private static final String MISS = get("7001", "john");
    private static final Pattern MESSAGE = Pattern.compile("\"offline_message_id\": (\\d+)");

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = new RunningGateway(
            sandbox.gatewayProperties(),
            "--gateway.cache.ttl=1h",
            "--gateway.cache.list.ttl=1h",
            "--management.endpoint.messagecache.access=unrestricted");
    private int decoded;
    private Wire wire;

    @BeforeEach
    void warm() {
        for (String last : new String[] {"744", "740", "?page_no=2", ""}) {
            assertThat(RawConnection.get(gateway.port(), LIST + last, "john").status())
                    .isEqualTo(200);
        }
        open(-1, gateway);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    private void open(int mostRequests) {
        open(mostRequests, gateway);
    }

    private void open(int mostRequests, RunningGateway behind) {
        if (wire != null) {
            wire.close();
        }
        decoded = 0;
        wire = new Wire(mostRequests, behind.context().getBean(FreshHits.class));
        wire.channel.pipeline().addAfter(NettyPipeline.HttpCodec, "count-decoded", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                decoded += message instanceof HttpRequest ? 1 : 0;
                context.fireChannelRead(message);
            }
        });
    }

    private static String get(String last, String caller, String... fields) {
        return RawConnection.head("GET", LIST + last, caller, fields);
    }

    /** The responses to one read. */
    private String ask(String octets) {
        wire.read(octets);
        return wire.written();
    }

    private static String messages(String responses) {
        return String.join(
                ",",
                MESSAGE.matcher(responses)
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    private static int count(String responses, String start) {
        return (int) Pattern.compile("^" + Pattern.quote(start), Pattern.MULTILINE)
                .matcher(responses)
                .results()
                .map(MatchResult::start)
                .count();
    }

    @Test
    void a_repeated_head_is_not_decoded_even_for_another_message() {
        assertThat(messages(ask(HIT))).isEqualTo("744");
        assertThat(messages(ask(OTHER))).isEqualTo("740");
        assertThat(messages(ask(HIT))).isEqualTo("744");
        assertThat(ask(get("?page_no=2", "john"))).startsWith("HTTP/1.1 200 OK");
        assertThat(ask(get("", "john"))).startsWith("HTTP/1.1 200 OK");
        assertThat(decoded).isEqualTo(1);
    }

    @Test
    void the_response_is_the_same_to_the_octet_apart_from_its_id() {
        String first = ask(HIT);
        String known = ask(HIT);
        assertThat(decoded).isEqualTo(1);
        assertThat(masked(known)).isEqualTo(masked(first));
        assertThat(known).isNotEqualTo(first);
    }

    /** Otherwise two hundred slow readers would take all the direct memory of a pod. */
    @Test
    void a_long_answer_to_a_known_head_is_not_copied_to_direct_memory() {
        String message = "{\"offline_message_id\": 744, \"message\": \"%s\"}".formatted("x".repeat(100_000));
        try (var origin = Origin.answering(request -> Origin.json(200, message));
                var other = new RunningGateway(
                        sandbox.gatewayProperties(),
                        "--gateway.upstream.base-url=" + origin.url(),
                        "--gateway.cache.ttl=1h")) {
            assertThat(RawConnection.get(other.port(), LIST + "744", "john").status())
                    .isEqualTo(200);
            open(-1, other);
            String first = ask(HIT);
            var allocator = new WatchedAllocator();
            wire.channel.config().setAllocator(allocator);

            assertThat(masked(ask(HIT))).isEqualTo(masked(first)).endsWith(message);
            assertThat(decoded).isEqualTo(1);
            assertThat(allocator.largest).isBetween(1, 4_096);
        }
    }

    /** An allocator that remembers the largest initial size of a direct buffer. */
    private static final class WatchedAllocator extends AbstractByteBufAllocator {

        private int largest;

        WatchedAllocator() {
            super(true);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initial, int most) {
            return new UnpooledHeapByteBuf(this, initial, most);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initial, int most) {
            largest = Math.max(largest, initial);
            return new UnpooledDirectByteBuf(this, initial, most);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return true;
        }
    }

    private static String masked(String response) {
        return response.replaceAll("X-Request-Id: [0-9a-f]{16}\r", "X-Request-Id: …\r")
                .replaceAll("Date: [^\r]+ GMT", "Date: …");
    }

    @TestFactory
    Stream<DynamicTest> a_head_that_a_real_client_sends_again_is_not_decoded() throws Exception {
        var folder = Path.of(Objects.requireNonNull(KnownHeadsIT.class.getResource("/clients"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream()
                    .flatMap(file -> RealClient.read(file).stream()
                            .filter(client -> !client.closes())
                            .map(client -> DynamicTest.dynamicTest(
                                    file.getFileName() + " " + client.use(), () -> check(client))));
        }
    }

    private void check(RealClient client) {
        String head = client.head(etag());
        open(-1);
        String first = ask(head);
        assertThat(first).startsWith(client.revalidates() ? "HTTP/1.1 304 " : "HTTP/1.1 200 ");
        assertThat(masked(ask(head))).isEqualTo(masked(first));
        assertThat(decoded).isEqualTo(1);
    }

    private String etag() {
        return RawConnection.get(gateway.port(), LIST + "744", "john")
                .header("ETag")
                .orElseThrow();
    }

    @Test
    void requests_that_come_in_one_read_are_answered_in_their_order() {
        String responses = ask(HIT + OTHER + HIT + OTHER + HIT);
        assertThat(messages(responses)).isEqualTo("744,740,744,740,744");
        assertThat(decoded).isEqualTo(1);
    }

    @Test
    void a_known_head_may_be_cut_anywhere() {
        ask(HIT);
        for (int cut = 1; cut < HIT.length(); cut++) {
            wire.read(OTHER + HIT.substring(0, cut));
            wire.read(HIT.substring(cut) + OTHER);
            assertThat(messages(wire.written())).as("cut at %s", cut).isEqualTo("740,744,740");
        }
        assertThat(wire.hasTimer()).isFalse();
    }

    @Test
    void a_known_head_waits_for_the_response_to_the_request_before_it() {
        ask(HIT);
        assertThat(ask(HIT + MISS + HIT))
                .satisfies(first -> assertThat(messages(first)).isEqualTo("744"));
        assertThat(wire.requests()).containsExactly("GET " + LIST + "7001");
        assertThat(ask(OTHER)).isEmpty();

        wire.answer("the miss");

        String rest = wire.written();
        assertThat(messages(rest)).isEqualTo("744,740");
        assertThat(rest.indexOf("the miss")).isLessThan(rest.indexOf("744"));
    }

    @Test
    void content_that_looks_like_a_known_head_is_content() {
        ask(HIT);
        String post = RawConnection.head("POST", LIST + "744", "john", "Content-Length: " + HIT.length());
        wire.read(post);
        wire.read(HIT);
        assertThat(wire.requests()).containsExactly("POST " + LIST + "744");
        assertThat(wire.written()).isEmpty();
    }

    @Test
    void callers_who_share_a_connection_get_their_own_responses() {
        for (int i = 0; i < 40; i++) {
            assertThat(messages(ask(HIT))).isEqualTo("744");
            assertThat(ask(get("744", "agent"))).isEmpty();
            assertThat(wire.requests()).containsExactly("GET " + LIST + "744");
            wire.answer("a 403");
            wire.written();
        }
    }

    @Test
    void credentials_that_differ_by_one_octet_make_a_head_unknown() {
        ask(HIT);
        String right = RawConnection.credentials("john");
        for (int place = 0; place < right.length(); place++) {
            char wrong = right.charAt(place) == 'A' ? 'B' : 'A';
            String credentials = right.substring(0, place) + wrong + right.substring(place + 1);
            assertThat(ask(HIT.replace(right, credentials)))
                    .as("octet %s", place)
                    .isEmpty();
            wire.requests();
            wire.answer("a 401");
            wire.written();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-Id: order-%02d",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b71692033%02d-01"
            })
    void a_head_with_a_field_that_differs_each_time_stays_known(String field) {
        for (int i = 0; i < 5; i++) {
            String value = field.formatted(i);
            String response = ask(get("744", "john", value));
            assertThat(messages(response)).isEqualTo("744");
            assertThat(response.contains(value)).isEqualTo(field.startsWith("X-Request-Id"));
        }
        assertThat(decoded).isEqualTo(1);
    }

    @Test
    void a_caller_who_has_the_content_gets_a_304() {
        String etag = etag();
        String known = get("744", "john", "If-None-Match: " + etag);
        assertThat(ask(known)).startsWith("HTTP/1.1 304 Not Modified\r\n").doesNotContain("Content-Length");
        assertThat(ask(known)).startsWith("HTTP/1.1 304 Not Modified\r\n").endsWith("\r\n\r\n");
        assertThat(messages(ask(get("740", "john", "If-None-Match: " + etag)))).isEqualTo("740");
        assertThat(decoded).isEqualTo(1);
    }

    @Test
    void after_sixteen_heads_that_did_not_recur_no_more_are_learned() {
        for (int i = 0; i < 17; i++) {
            ask(get("744", "john", "X-Number: " + i));
        }
        ask(HIT);
        ask(HIT);
        assertThat(decoded).isEqualTo(19);
    }

    @Test
    void a_head_that_is_longer_than_a_kilobyte_is_not_learned() {
        String longer = get("744", "john", "X-Long: " + "x".repeat(1024));
        ask(longer);
        assertThat(messages(ask(longer))).isEqualTo("744");
        assertThat(decoded).isEqualTo(2);
    }

    @Test
    void a_response_that_closes_the_connection_is_never_written_before_the_codec() {
        open(3);
        assertThat(ask(HIT)).contains("Connection: keep-alive");
        assertThat(ask(HIT)).contains("Connection: keep-alive");
        assertThat(ask(HIT + HIT))
                .contains("Connection: close")
                .satisfies(last -> assertThat(count(last, "HTTP/1.1 ")).isEqualTo(1));
        assertThat(wire.isOpen()).isFalse();
        assertThat(decoded).isEqualTo(2);
    }

    @Test
    void while_the_gateway_drains_the_next_response_closes_the_connection() {
        ask(HIT);
        wire.draining.set(true);
        assertThat(ask(HIT)).contains("Connection: close");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void a_head_is_known_for_as_long_as_its_password_is() {
        ask(HIT);
        gateway.ticker().advance(Duration.ofMinutes(10));
        // The answer is still fresh, but the password must be checked anew.
        assertThat(ask(HIT)).isEmpty();
        assertThat(wire.requests()).containsExactly("GET " + LIST + "744");
    }

    @Test
    void an_evicted_answer_is_no_hit() {
        ask(HIT);
        String evicted = RawConnection.manage(gateway.managementPort(), "DELETE", "/actuator/messagecache/details/744")
                .text();
        assertThat(evicted).isEqualTo("{\"evicted\":1}");
        assertThat(ask(HIT)).isEmpty();
        assertThat(wire.requests()).containsExactly("GET " + LIST + "744");
    }

    @Test
    void the_idle_timeout_restarts_with_each_known_head() {
        var idle = new AtomicInteger();
        wire.channel
                .pipeline()
                .addAfter(NettyPipeline.HttpCodec, "idle-events", new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        idle.incrementAndGet();
                    }
                })
                .addAfter(NettyPipeline.HttpCodec, NettyPipeline.IdleTimeoutHandler, new IdleStateHandler(0, 0, 75));
        ask(HIT);
        for (int i = 0; i < 5; i++) {
            wire.pass(60_000);
            assertThat(messages(ask(HIT))).isEqualTo("744");
        }
        assertThat(decoded).isEqualTo(1);
        assertThat(idle).hasValue(0);
        wire.pass(75_001);
        assertThat(idle).hasValue(1);
    }
}
