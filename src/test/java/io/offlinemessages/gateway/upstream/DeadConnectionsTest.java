package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.mounts.KeyPair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.Connection;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** Pooled connections that were good once, and lose the next request before anything of an answer has come. */
class DeadConnectionsTest {

    private static final int IDLE = 20;
    private static final byte[] FOUND = Origin.answer(200, Samples.detail(), "Content-Type: application/json");
    private static final byte[] PAGE = Origin.json(200, "[]");

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private final FakeTicker ticker = new FakeTicker();

    /** How a connection dies once it has read a request. */
    enum Death {
        RESET(Origin.Connection::reset),
        CLOSED(Origin.Connection::close),
        HALF_CLOSED(connection -> {
            connection.closeHalf();
            connection.awaitHangUp();
        });

        @SuppressWarnings("ImmutableEnumChecker") // the scripts have no state
        private final Origin.Script script;

        Death(Origin.Script script) {
            this.script = script;
        }
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        KeyPair pair = KeyPair.create(folder, "upstream");
        tls = pair.context(List.of(pair));
    }

    @ParameterizedTest
    @CsvSource({
        "RESET, LIST, false",
        "RESET, DETAIL, false",
        "RESET, DETAIL, true",
        "CLOSED, LIST, true",
        "CLOSED, DETAIL, false",
        "CLOSED, DETAIL, true",
        "HALF_CLOSED, DETAIL, false",
        "HALF_CLOSED, LIST, true"
    })
    void one_lost_request_goes_out_again_and_the_others_find_new_connections(Death death, Route route, boolean secure) {
        CanonicalRequest request = route == Route.LIST ? Samples.LIST : Samples.DETAIL;
        try (var origin = new Origin(onceGood(IDLE, death, secure));
                var upstream = upstream(origin, secure).breakerCalls(4).build()) {
            assertThat(together(upstream, request)).allMatch(Outcome.Found.class::isInstance);
            origin.script(good(secure));

            for (int i = 0; i < IDLE; i++) {
                assertThat(upstream.fetch(request)).isInstanceOf(Outcome.Found.class);
            }
            assertThat(upstream.calls(route, "found")).isEqualTo(2 * IDLE);
            assertThat(upstream.calls(route, "connection_lost"))
                    .as("the first dead one is enough")
                    .isEqualTo(1);
            assertThat(origin.requests()).hasSize(2 * IDLE + 1);
            assertThat(upstream.breaker(route).getMetrics().getNumberOfSuccessfulCalls())
                    .isEqualTo(2 * IDLE);
            assertThat(upstream.breaker(route).getMetrics().getNumberOfFailedCalls())
                    .isZero();
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void as_many_requests_as_dead_connections_at_once_are_all_answered(Death death) {
        try (var origin = new Origin(onceGood(IDLE, death, false));
                var upstream =
                        upstream(origin, false).breakerCalls(4).attempts(1).build()) {
            assertThat(together(upstream, Samples.DETAIL)).allMatch(Outcome.Found.class::isInstance);
            origin.script(good(false));

            assertThat(together(upstream, Samples.DETAIL)).allMatch(Outcome.Found.class::isInstance);
            assertThat(upstream.breaker(Route.DETAIL).getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void a_failure_on_the_new_connection_is_the_upstreams_failure(Death death) {
        try (var origin = new Origin(onceGood(1, death, false));
                var upstream =
                        upstream(origin, false).connections(1).attempts(2).build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            origin.script(connection -> {
                if (connection.read() != null) {
                    death.script.serve(connection);
                }
            });

            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.CONNECTION_RESET);
            assertThat(origin.requests()).as("good, lost, new, and the retry").hasSize(4);
            assertThat(upstream.calls(Route.DETAIL, "connection_lost")).isEqualTo(1);
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfFailedCalls())
                    .isEqualTo(2);
        }
    }

    @Test
    void the_budget_counts_the_lost_request_too() {
        try (var origin = new Origin(onceGood(1, Death.RESET, false));
                var upstream = upstream(origin, false)
                        .connections(1)
                        .requestsPerMinute(2)
                        .build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            origin.script(good(false));

            assertThat(upstream.fail(Samples.DETAIL))
                    .isEqualTo(Failure.of(FailureKind.BUDGET_SPENT, Duration.ofMinutes(1)));
            assertThat(origin.requests()).hasSize(2);
            assertThat(upstream.breaker(Route.DETAIL).getMetrics().getNumberOfFailedCalls())
                    .isZero();
        }
    }

    @Test
    void the_second_request_has_the_rest_of_the_time_and_holds_the_same_place() {
        var deadline = Duration.ofSeconds(20);
        try (var origin = new Origin(connection -> {
                    connection.read();
                    connection.write(FOUND);
                    connection.read();
                    ticker.advance(deadline.minusMillis(200));
                    connection.reset();
                });
                var upstream = upstream(origin, false)
                        .connections(1)
                        .concurrentCalls(1)
                        .deadline(deadline)
                        .build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            origin.script(connection -> {
                connection.read();
                connection.awaitHangUp();
            });

            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
            assertThat(upstream.inFlight()).isZero();
        }
    }

    @Test
    void an_answer_that_had_begun_is_not_asked_for_again() {
        try (var origin = new Origin(connection -> {
                    connection.read();
                    connection.write(FOUND);
                    connection.read();
                    connection.write("HTTP/1.1 2");
                });
                var upstream =
                        upstream(origin, false).connections(1).attempts(1).build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);
            origin.script(good(false));

            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.CONNECTION_RESET);
            assertThat(origin.requests()).hasSize(2);
        }
    }

    @Test
    void silence_is_no_loss() {
        try (var origin = new Origin(connection -> {
                    connection.read();
                    connection.write(FOUND);
                    connection.read();
                    connection.awaitHangUp();
                });
                var upstream = upstream(origin, false)
                        .connections(1)
                        .responseTimeout(Duration.ofSeconds(1))
                        .build()) {
            assertThat(upstream.fetch(Samples.DETAIL)).isInstanceOf(Outcome.Found.class);

            assertThat(upstream.fail(Samples.DETAIL).kind()).isEqualTo(FailureKind.RESPONSE_TIMEOUT);
            assertThat(origin.requests()).hasSize(2);
        }
    }

    /** The pool's own rules, which the one for generations takes the place of. */
    @Test
    void idle_connections_leave_when_they_are_too_old_closed_spent_or_of_an_ended_generation() {
        var connections = new UpstreamConnections(ConnectionProvider.create("test", 1), Duration.ofSeconds(15));
        var channel = new EmbeddedChannel();
        var dead = new EmbeddedChannel();
        Connection connection = Connection.from(channel);
        connections.take(channel);
        connections.take(dead);

        assertThat(connections.isSpent(connection, 14_999)).isFalse();
        assertThat(connections.isSpent(connection, 15_000)).isTrue();
        connections.end(dead);
        assertThat(connections.isSpent(connection, 0)).isTrue();
        connections.take(channel);
        connections.end(dead);
        assertThat(connections.isSpent(connection, 0))
                .as("one generation ends once")
                .isFalse();
        connection.markPersistent(false);
        assertThat(connections.isSpent(connection, 0)).isTrue();
        connection.markPersistent(true);
        channel.close().syncUninterruptibly();
        assertThat(connections.isSpent(connection, 0)).isTrue();
    }

    @Test
    void a_pool_gives_up_where_two_connections_closed_while_it_gave_them_out() {
        assertThat(TransportFailure.isPoolOfTheDead(new IOException("Error while acquiring from pool")))
                .isTrue();
        assertThat(TransportFailure.isPoolOfTheDead(new IOException("Connection reset by peer")))
                .isFalse();
    }

    private TestUpstream.Builder upstream(Origin origin, boolean secure) {
        var settings =
                TestUpstream.at(secure ? origin.secureUrl() : origin.url()).ticker(ticker);
        SslProvider.GenericSslContextSpec<?> trusting = Http11SslContextSpec.forClient()
                .configure(context -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
        return secure ? settings.client(http -> http.secure(spec -> spec.sslContext(trusting))) : settings;
    }

    /** Serves as many connections as are to be idle, each with one request, at the same time. */
    private static Origin.Script onceGood(int together, Death death, boolean secure) {
        var all = new CyclicBarrier(together);
        return connection -> {
            Origin.Connection its = secure ? connection.secured(tls) : connection;
            Origin.Request first = its.read();
            if (first == null) {
                return;
            }
            await(all);
            its.write(answer(first));
            if (its.read() != null) {
                death.script.serve(its);
            }
        };
    }

    private static Origin.Script good(boolean secure) {
        Origin.Script answers = Origin.serving(DeadConnectionsTest::answer);
        return connection -> answers.serve(secure ? connection.secured(tls) : connection);
    }

    private static byte[] answer(Origin.Request request) {
        return request.target().endsWith("/744") ? FOUND : PAGE;
    }

    private static void await(CyclicBarrier all) throws IOException {
        try {
            all.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IOException(e);
        }
    }

    private static List<Outcome> together(TestUpstream upstream, CanonicalRequest request) {
        var asked = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i < IDLE; i++) {
            asked.add(TestUpstream.start(upstream.upstream().fetch(request, Samples.contextOf(request))));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }
}
