package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see of the cache, and what the upstream sees of callers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CachingIT {

    private static final String NAME = "offline-messages-gateway; ";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final WireMockServer upstream = sandbox.server();
    private final RunningGateway gateway = new RunningGateway(
            sandbox.gatewayProperties(), "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000");

    @AfterEach
    void forgetStubs() {
        upstream.resetToDefaultMappings();
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void a_thousand_concurrent_misses_of_one_id_make_one_call_and_a_caller_that_hangs_up_cancels_nothing() {
        upstream.stubFor(get(path(1000)).willReturn(okJson(message(1000, "one")).withFixedDelay(1_500)));
        ask(1); // remembers the credentials
        List<RawConnection> callers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            var caller = new RawConnection(gateway.port());
            caller.send(RawConnection.head("GET", "/api/offlinemessages/1000", "john"));
            callers.add(caller);
        }
        // The first of them has started the load.
        callers.subList(0, 100).forEach(RawConnection::close);

        assertThat(callers.subList(100, 1_000)).allSatisfy(caller -> {
            RawResponse response = caller.receive(false);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo(message(1000, "one"));
            caller.close();
        });
        assertCalls(1000, 1);
    }

    @Test
    void a_stale_message_is_served_at_once_and_refreshed_once_in_the_background() {
        upstream.stubFor(get(path(2000)).willReturn(okJson(message(2000, "old"))));
        ask(2000);
        upstream.stubFor(get(path(2000)).willReturn(okJson(message(2000, "new"))));

        gateway.ticker().advance(Duration.ofSeconds(31));
        RawResponse stale = ask(2000);

        assertThat(stale.text()).isEqualTo(message(2000, "old"));
        assertThat(stale.header("Cache-Status")).contains(NAME + "hit; ttl=-1");
        assertThat(stale.header("Age")).contains("31");
        await().untilAsserted(() -> assertThat(ask(2000).text()).isEqualTo(message(2000, "new")));
        assertThat(ask(2000).header("Cache-Status")).contains(NAME + "hit; ttl=30");
        assertCalls(2000, 2);
    }

    @Test
    void a_stale_message_is_better_than_an_error_and_the_upstream_is_not_asked_again_at_once() {
        upstream.stubFor(get(path(3000)).willReturn(okJson(message(3000, "old"))));
        ask(3000);
        upstream.stubFor(get(path(3000)).willReturn(aResponse().withStatus(500)));

        gateway.ticker().advance(Duration.ofMinutes(5));
        RawResponse asked = ask(3000);
        RawResponse notAsked = ask(3000);

        assertThat(asked.text()).isEqualTo(message(3000, "old"));
        assertThat(asked.header("Cache-Status")).contains(NAME + "fwd=stale; ttl=-270; detail=stale-if-error");
        assertThat(notAsked.text()).isEqualTo(message(3000, "old"));
        assertThat(notAsked.header("Cache-Status")).contains(NAME + "hit; ttl=-270; detail=stale-if-error");
        assertCalls(3000, 2);

        gateway.ticker().advance(Duration.ofMinutes(6));
        assertThat(ask(3000).status()).as("beyond the window").isEqualTo(502);
    }

    @Test
    void a_message_that_was_deleted_or_forbidden_upstream_is_not_served_stale() {
        upstream.stubFor(get(path(4000)).willReturn(okJson(message(4000, "old"))));
        ask(4000);
        upstream.stubFor(get(path(4000)).willReturn(jsonResponse("{}", 403)));
        gateway.ticker().advance(Duration.ofMinutes(5));
        assertThat(ask(4000).status()).isEqualTo(403);
        upstream.stubFor(get(path(4000)).willReturn(aResponse().withStatus(500)));
        assertThat(ask(4000).status()).as("nothing is left to serve").isEqualTo(502);
    }

    @Test
    void what_the_upstream_forbids_to_store_is_not_stored() {
        upstream.stubFor(get(path(5000))
                .willReturn(okJson(message(5000, "x")).withHeader("Cache-Control", "max-age=60, No-Store")));
        assertThat(ask(5000).header("Cache-Status")).contains(NAME + "fwd=miss");
        assertThat(ask(5000).header("Cache-Status")).contains(NAME + "fwd=miss");
        assertCalls(5000, 2);
    }

    @Test
    void callers_of_one_page_at_one_time_make_one_call_and_one_that_hangs_up_cancels_nothing() {
        UrlPattern page = urlEqualTo("/api/offlinemessages?page_no=1000");
        String body = "[" + message(1000, "one") + "]";
        upstream.stubFor(get(page).willReturn(okJson(body).withFixedDelay(1_500)));
        ask(1); // remembers the credentials
        List<RawConnection> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            var caller = new RawConnection(gateway.port());
            caller.send(RawConnection.head("GET", "/api/offlinemessages/?page_no=1000", "john"));
            callers.add(caller);
        }
        // The first of them has started the load.
        callers.subList(0, 10).forEach(RawConnection::close);

        assertThat(callers.subList(10, 100)).allSatisfy(caller -> {
            RawResponse response = caller.receive(false);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo(body);
            caller.close();
        });
        upstream.verify(exactly(1), getRequestedFor(page));
    }

    @Test
    void only_if_cached_starts_nothing_behind_a_stale_copy_nor_for_a_page() {
        upstream.stubFor(get(path(5500)).willReturn(okJson(message(5500, "x"))));
        ask(5500);
        gateway.ticker().advance(Duration.ofSeconds(31));

        assertThat(ask(5500, "Cache-Control: only-if-cached").header("Cache-Status"))
                .contains(NAME + "hit; ttl=-1");
        assertThat(RawConnection.get(
                                gateway.port(),
                                "/api/offlinemessages/?page_no=5500",
                                "john",
                                "Cache-Control: only-if-cached")
                        .status())
                .isEqualTo(504);
        // The refresh that this one starts would come after one that should not have been.
        ask(5500);
        await().untilAsserted(() -> assertThat(ask(5500).header("Cache-Status")).contains(NAME + "hit; ttl=30"));
        assertCalls(5500, 2);
        upstream.verify(exactly(0), getRequestedFor(urlEqualTo("/api/offlinemessages?page_no=5500")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/offlinemessages/8501", "/api/offlinemessages/?page_no=2"})
    void in_forward_mode_a_401_ends_the_copies_of_that_caller_alone(String refused) {
        upstream.stubFor(get(path(8500)).atPriority(1).willReturn(okJson(message(8500, "x"))));
        try (var forwarding = new RunningGateway(
                sandbox.gatewayProperties(),
                "--gateway.upstream.credentials=forward",
                "--gateway.access.detail-roles=Super Admin, Agent")) {
            for (String user : List.of("john", "agent")) {
                RawConnection.get(forwarding.port(), "/api/offlinemessages/8500", user);
            }
            RawResponse answer = RawConnection.get(forwarding.port(), refused, "john");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("WWW-Authenticate")).isEmpty();

            assertThat(status(forwarding, "john")).contains(NAME + "fwd=miss; stored");
            assertThat(status(forwarding, "agent")).contains(NAME + "hit; ttl=30");
        }
    }

    private static Optional<String> status(RunningGateway gateway, String user) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/8500", user)
                .header("Cache-Status");
    }

    @Test
    void a_validator_that_still_holds_saves_the_body() {
        upstream.stubFor(get(path(6000)).willReturn(okJson(message(6000, "x"))));
        String etag = ask(6000).header("ETag").orElseThrow();
        assertThat(etag).matches("\"[A-Za-z0-9_-]{22}\"");

        for (String field : List.of(etag, "W/" + etag, "\"other\" , " + etag, "*")) {
            RawResponse response = ask(6000, "If-None-Match: " + field);
            assertThat(response.status()).as(field).isEqualTo(304);
            assertThat(response.header("ETag")).contains(etag);
            assertThat(response.header("Content-Length")).isEmpty();
        }
        gateway.ticker().advance(Duration.ofMinutes(20));
        assertThat(ask(6000, "If-None-Match: " + etag).status())
                .as("after a miss too")
                .isEqualTo(304);
    }

    @Test
    void a_remembered_404_is_forgotten_after_its_time() {
        assertThat(ask(7000).status()).isEqualTo(404);
        assertThat(ask(7000).header("Cache-Status")).contains(NAME + "hit; ttl=10");
        upstream.stubFor(get(path(7000)).willReturn(okJson(message(7000, "born"))));
        gateway.ticker().advance(Duration.ofSeconds(10));
        assertThat(ask(7000).text()).isEqualTo(message(7000, "born"));
    }

    @Test
    void in_forward_mode_the_upstream_sees_each_caller_and_no_entry_is_shared() {
        upstream.stubFor(get(path(8000)).atPriority(1).willReturn(okJson(message(8000, "x"))));
        try (var forwarding = new RunningGateway(
                sandbox.gatewayProperties(),
                "--gateway.upstream.credentials=forward",
                "--gateway.access.detail-roles=Super Admin, Agent")) {
            for (String user : List.of("john", "agent", "john", "agent")) {
                assertThat(RawConnection.get(forwarding.port(), "/api/offlinemessages/8000", user)
                                .status())
                        .isEqualTo(200);
            }
        }
        var calls = upstream.findAll(getRequestedFor(path(8000)));
        assertThat(calls.stream().map(call -> call.getHeader("Authorization")))
                .containsExactly(
                        "Basic " + RawConnection.credentials("john"), "Basic " + RawConnection.credentials("agent"));
    }

    @Test
    void nothing_of_the_caller_reaches_the_upstream_but_its_trace() {
        upstream.stubFor(get(path(9000)).willReturn(okJson(message(9000, "x"))));
        String trace = "0af7651916cd43dd8448eb211c80319c";
        ask(
                9000,
                "traceparent: 00-" + trace + "-b7ad6b7169203331-01",
                "tracestate: vendor=1",
                "baggage: secret=1",
                "Cookie: session=1",
                "X-Forwarded-For: 10.0.0.1",
                "X-Custom: 1",
                "User-Agent: caller/1",
                "Accept-Language: de");

        var call = upstream.findAll(getRequestedFor(path(9000))).get(0);
        assertThat(call.getAllHeaderKeys().stream().map(key -> key.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "host",
                        "accept",
                        "accept-encoding",
                        "authorization",
                        "user-agent",
                        "traceparent",
                        "x-request-id");
        assertThat(call.getHeader("traceparent")).matches("00-" + trace + "-(?!b7ad6b7169203331)[0-9a-f]{16}-01");
        assertThat(call.getHeader("User-Agent")).isEqualTo("offline-messages-gateway");
        assertThat(call.getHeader("Accept")).isEqualTo("application/json");
    }

    private RawResponse ask(long id, String... headers) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/" + id, "john", headers);
    }

    private void assertCalls(long id, int times) {
        upstream.verify(exactly(times), getRequestedFor(path(id)));
    }

    private static UrlPattern path(long id) {
        return urlEqualTo("/api/offlinemessages/" + id);
    }

    private static String message(long id, String text) {
        return "{\"offline_message_id\":" + id + ",\"message\":\"" + text + "\"}";
    }
}
