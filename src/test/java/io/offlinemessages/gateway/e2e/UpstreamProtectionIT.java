package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.GatedOrigin;
import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaker, bulkhead, budget, rate limit and unreachable upstreams, for list and detail, with and without a stale copy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamProtectionIT {

    private static final String UNAVAILABLE =
            "{\"error\":[{\"code\":503,\"message\":\"The service is temporarily unavailable. Please try again later.\"}]}";
    private static final String LIST = "/api/offlinemessages/";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @BeforeEach
    void forgetCalls() {
        sandbox.server().resetAll();
        sandbox.server().resetToDefaultMappings();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void after_a_429_the_upstream_is_left_alone_until_it_may_be_asked_again() {
        try (var gateway = RunningGateway.shared(sandbox.gatewayProperties())) {
            assertThat(ask(gateway, LIST + "744").status()).isEqualTo(200);
            gateway.ticker().advance(Duration.ofMinutes(2));

            RawResponse first = ask(gateway, LIST + "429");
            assertThat(first.status()).isEqualTo(503);
            assertThat(first.text()).isEqualTo(UNAVAILABLE);
            assertThat(first.header("Retry-After")).contains("7");
            gateway.ticker().advance(Duration.ofSeconds(3));
            assertThat(ask(gateway, LIST).header("Retry-After")).contains("4");
            assertThat(ask(gateway, LIST + "740").status()).isEqualTo(503);
            assertThat(ask(gateway, LIST + "744").status()).as("a stale copy").isEqualTo(200);
            sandbox.server().verify(exactly(2), getRequestedFor(anyUrl()));

            gateway.ticker().advance(Duration.ofSeconds(4));
            assertThat(ask(gateway, LIST).status()).isEqualTo(200);
        }
    }

    @Test
    void the_budget_bounds_the_calls_of_any_minute() {
        try (var gateway =
                new RunningGateway(sandbox.gatewayProperties(), "--gateway.upstream.requests-per-minute=3")) {
            assertThat(ask(gateway, LIST + "744").status()).isEqualTo(200);
            gateway.ticker().advance(Duration.ofSeconds(35));
            assertThat(ask(gateway, LIST).status()).isEqualTo(200);
            assertThat(ask(gateway, LIST + "?page_no=2").status()).isEqualTo(200);

            RawResponse over = ask(gateway, LIST + "740");
            assertThat(over.status()).isEqualTo(503);
            assertThat(over.header("Retry-After")).contains("25");
            assertThat(ask(gateway, LIST + "?page_no=3").status()).isEqualTo(503);
            assertThat(ask(gateway, LIST + "744").status()).as("a stale copy").isEqualTo(200);

            gateway.ticker().advance(Duration.ofSeconds(25));
            assertThat(ask(gateway, LIST + "740").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST + "9005", LIST + "?page_no=9005"})
    void an_upstream_that_keeps_failing_is_not_asked_until_the_circuit_closes(String failing) {
        try (var gateway = RunningGateway.shared(
                sandbox.gatewayProperties(),
                "--resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=4s",
                "--resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=1")) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(gateway, failing).status()).isEqualTo(502);
            }
            RawResponse open = ask(gateway, failing);
            assertThat(open.status()).isEqualTo(503);
            assertThat(open.text()).isEqualTo(UNAVAILABLE);
            assertThat(open.header("Retry-After")).contains("4");
            sandbox.server().verify(exactly(10), getRequestedFor(urlEqualTo(upstreamTarget(failing))));

            String other = failing.contains("?") ? LIST + "744" : LIST;
            assertThat(ask(gateway, other).status())
                    .as("the other route has a circuit of its own")
                    .isEqualTo(200);
            String healthy = LIST + (failing.contains("?") ? "?page_no=2" : "740");
            await().untilAsserted(
                            () -> assertThat(ask(gateway, healthy).status()).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "OPEN"})
    void a_route_that_is_too_quiet_for_the_probes_leaves_the_half_open_state(State next) {
        var transitions = new LinkedBlockingQueue<State>();
        try (var gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=1ms",
                "--resilience4j.circuitbreaker.configs.default.max-wait-duration-in-half-open-state=1ms",
                "--resilience4j.circuitbreaker.configs.default.transition-to-state-after-wait-duration=" + next)) {
            CircuitBreaker breaker =
                    gateway.context().getBean(CircuitBreakerRegistry.class).circuitBreaker("detail");
            breaker.getEventPublisher()
                    .onStateTransition(
                            event -> transitions.add(event.getStateTransition().getToState()));
            for (int i = 0; i < 10; i++) {
                assertThat(ask(gateway, LIST + "9005").status()).isEqualTo(502);
            }

            await().untilAsserted(() -> assertThat(transitions).startsWith(State.OPEN, State.HALF_OPEN, next));
        }
    }

    @Test
    void by_default_a_route_is_too_quiet_for_the_probes_after_the_time_in_which_it_could_open_the_circuit() {
        try (var gateway = RunningGateway.shared(sandbox.gatewayProperties())) {
            var breakers = gateway.context().getBean(CircuitBreakerRegistry.class);
            assertThat(breakers.getAllCircuitBreakers()).hasSize(2).allSatisfy(breaker -> {
                var config = breaker.getCircuitBreakerConfig();
                assertThat(config.getMaxWaitDurationInHalfOpenState())
                        .isEqualTo(Duration.ofSeconds(config.getSlidingWindowSize()));
                assertThat(config.getTransitionToStateAfterWaitDuration()).isEqualTo(State.CLOSED);
                assertThat(config.getPermittedNumberOfCallsInHalfOpenState())
                        .isLessThan(config.getMinimumNumberOfCalls());
            });
        }
    }

    @Test
    void more_calls_at_once_than_the_bulkhead_holds_are_refused_at_once() {
        try (var slow = new GatedOrigin();
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        "--gateway.upstream.base-url=" + slow.url(),
                        "--gateway.upstream.deadline=60s",
                        "--gateway.upstream.response-timeout=60s",
                        "--resilience4j.bulkhead.instances.upstream.max-concurrent-calls=1");
                var first = new RawConnection(gateway.port())) {
            first.send(RawConnection.head("GET", LIST + "70", "john"));
            GatedOrigin.Call call = slow.next();

            RawResponse full = ask(gateway, LIST + "740");
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.header("Retry-After")).contains("1");
            assertThat(ask(gateway, LIST).status()).isEqualTo(503);

            call.answer(Origin.json(200, "{\"offline_message_id\":70}"));
            assertThat(first.receive(false).status()).isEqualTo(200);
        }
    }

    @Test
    void a_transient_failure_is_retried_and_a_lasting_one_is_not() {
        sandbox.server()
                .stubFor(get(urlEqualTo(LIST + "71"))
                        .inScenario("once")
                        .whenScenarioStateIs("Started")
                        .willReturn(aResponse().withStatus(503))
                        .willSetStateTo("well"));
        sandbox.server()
                .stubFor(get(urlEqualTo(LIST + "71"))
                        .inScenario("once")
                        .whenScenarioStateIs("well")
                        .willReturn(okJson("{\"offline_message_id\":71}")));
        try (var gateway = RunningGateway.shared(sandbox.gatewayProperties())) {
            assertThat(ask(gateway, LIST + "71").status()).isEqualTo(200);
            assertThat(ask(gateway, LIST + "9012").status()).isEqualTo(502);
            assertThat(ask(gateway, LIST + "9005").status()).isEqualTo(502);
        }
        sandbox.server().verify(exactly(2), getRequestedFor(urlEqualTo(LIST + "71")));
        sandbox.server().verify(exactly(3), getRequestedFor(urlEqualTo(LIST + "9012")));
        sandbox.server().verify(exactly(1), getRequestedFor(urlEqualTo(LIST + "9005")));
    }

    @Test
    void an_upstream_that_cannot_be_reached_is_a_502_or_a_504() throws IOException {
        var expected = new ArrayList<String>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Nobody accepts: after these the kernel drops further connection attempts.
            var waiting = List.of(new RawConnection(full.getLocalPort()), new RawConnection(full.getLocalPort()));
            expected.add(statuses("http://127.0.0.1:" + full.getLocalPort(), "200ms"));
            waiting.forEach(RawConnection::close);
        }
        expected.add(statuses("http://127.0.0.1:1", "20s"));
        expected.add(statuses("http://no-such-host.invalid", "20s"));
        expected.add(statuses(sandbox.server().baseUrl().replace("http:", "https:"), "20s"));
        assertThat(expected).containsExactly("504 504", "502 502", "502 502", "502 502");
    }

    private String statuses(String baseUrl, String connectTimeout) {
        try (var gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--gateway.upstream.base-url=" + baseUrl,
                "--gateway.upstream.connect-timeout=" + connectTimeout,
                "--resilience4j.retry.configs.default.wait-duration=1ms")) {
            return ask(gateway, LIST).status() + " "
                    + ask(gateway, LIST + "744").status();
        }
    }

    private static RawResponse ask(RunningGateway gateway, String target) {
        return RawConnection.get(gateway.port(), target, "john");
    }

    private static String upstreamTarget(String target) {
        return target.replace("/?", "?");
    }
}
