package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.matching.UrlPattern;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cache in operators' hands, at {@code /actuator/messagecache}. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageCacheEndpointIT {

    private static final String ACCESS = "--management.endpoint.messagecache.access=";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = new RunningGateway(
            sandbox.gatewayProperties(),
            ACCESS + "unrestricted",
            "--gateway.upstream.credentials=forward",
            "--gateway.access.detail-roles=Super Admin, Agent");

    @BeforeEach
    void forget() {
        manage("DELETE", "");
        sandbox.server().resetToDefaultMappings();
        sandbox.server().resetRequests();
        // Whoever asks: the sandbox itself lets only the gateway's own account in.
        sandbox.server().stubFor(get(path(744)).atPriority(1).willReturn(okJson(message("a"))));
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages"))
                        .atPriority(1)
                        .willReturn(okJson("[]")));
    }

    @AfterAll
    void stop() {
        gateway.close();
        sandbox.close();
    }

    @Test
    void an_id_shows_the_entry_of_each_account_without_its_name() {
        String etag = ask("john").header("ETag").orElseThrow();
        gateway.ticker().advance(Duration.ofSeconds(31));
        ask("agent");

        RawResponse response = manage("GET", "/details/0744");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).doesNotContain("@", "\"a\"");
        JsonNode shown = JsonMapper.shared().readTree(response.text());
        assertThat(shown.get("id").asLong()).isEqualTo(744);
        assertThat(shown.get("entries")).hasSize(2);
        JsonNode john = entry(shown, "855f96e983f1");
        assertThat(john.get("answer").asString()).isEqualTo("message");
        assertThat(john.get("state").asString()).isEqualTo("stale_while_revalidate");
        assertThat(john.get("outdated").asBoolean()).isFalse();
        assertThat(john.get("age").asLong()).isEqualTo(31);
        assertThat(john.get("freshFor").asLong()).isEqualTo(-1);
        assertThat(john.get("size").asInt()).isEqualTo(message("a").length());
        assertThat(john.get("etag").asString()).isEqualTo(etag);
        assertThat(john.get("loading").asBoolean()).isFalse();
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(john.get("keptUntil").asString())))
                .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(599));
    }

    @Test
    void a_detail_that_a_page_has_outdated_is_shown_as_such_until_it_is_loaded_again() {
        ask("john");
        ask("agent");
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages"))
                        .atPriority(1)
                        .willReturn(okJson("[" + message("b") + "]")));
        gateway.ticker().advance(Duration.ofSeconds(5));
        list(2);

        JsonNode shown =
                JsonMapper.shared().readTree(manage("GET", "/details/744").text());
        JsonNode john = entry(shown, "855f96e983f1");
        assertThat(john.get("outdated").asBoolean()).isTrue();
        assertThat(john.get("state").asString()).isEqualTo("stale_if_error");
        assertThat(john.get("freshFor").asLong()).isZero();
        for (JsonNode entry : shown.get("entries")) {
            assertThat(entry.get("outdated").asBoolean()).isEqualTo(entry.equals(john));
        }
        sandbox.server().stubFor(get(path(744)).atPriority(1).willReturn(okJson(message("b"))));
        ask("john");
        assertThat(manage("GET", "/details/744").text()).doesNotContain("\"outdated\":true");
    }

    @Test
    void a_remembered_404_is_shown_as_what_it_is() {
        sandbox.server().stubFor(get(path(744)).atPriority(1).willReturn(notFound()));
        assertThat(ask("john").status()).isEqualTo(404);
        JsonNode entry = JsonMapper.shared()
                .readTree(manage("GET", "/details/744").text())
                .get("entries")
                .get(0);
        assertThat(entry.get("answer").asString()).isEqualTo("not_found");
        assertThat(entry.get("state").asString()).isEqualTo("fresh");
        assertThat(entry.hasNonNull("etag")).isFalse();
    }

    @Test
    void an_evicted_id_is_asked_for_anew_by_every_account(CapturedOutput output) {
        for (String user : new String[] {"john", "agent"}) {
            ask(user);
        }
        assertThat(manage("DELETE", "/details/744").text()).isEqualTo("{\"evicted\":2}");
        for (String user : new String[] {"john", "agent"}) {
            assertThat(ask(user).header("Cache-Status")).contains("offline-messages-gateway; fwd=miss; stored");
        }
        sandbox.server().verify(exactly(4), getRequestedFor(path(744)));
        assertThat(output.getOut()).contains("Evicted detail 744 on demand, for 2 accounts, with all pages of theirs.");
    }

    @Test
    void everything_is_evicted_at_once_and_the_statistics_show_it() {
        ask("john");
        ask("john");
        JsonNode before = JsonMapper.shared().readTree(manage("GET", "").text());
        assertThat(before.get("entries").asInt()).isEqualTo(1);
        assertThat(before.get("weight").asLong()).isPositive();
        assertThat(before.get("maximumWeight").asLong()).isEqualTo(64L * 1024 * 1024);
        assertThat(before.get("loadsUnderWay").asInt()).isZero();
        assertThat(before.get("requests").get("detail").get("hit").asLong()).isPositive();

        assertThat(manage("DELETE", "").text()).isEqualTo("{\"evicted\":1}");

        JsonNode after = JsonMapper.shared().readTree(manage("GET", "").text());
        assertThat(after.get("entries").asInt()).isZero();
        assertThat(after.get("weight").asLong()).isZero();
        assertThat(manage("GET", "/details/744").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/details/744", ""})
    void a_load_under_way_answers_its_callers_and_is_not_stored(String which) throws Exception {
        sandbox.server()
                .stubFor(get(path(744))
                        .atPriority(1)
                        .willReturn(okJson(message("old")).withFixedDelay(1_000)));
        var waiting = CompletableFuture.supplyAsync(() -> ask("john"));
        await().until(() -> manage("GET", "").text().contains("\"loadsUnderWay\":1"));

        assertThat(manage("DELETE", which).status()).isEqualTo(200);
        sandbox.server().stubFor(get(path(744)).atPriority(1).willReturn(okJson(message("new"))));

        assertThat(waiting.get(20, TimeUnit.SECONDS).text()).isEqualTo(message("old"));
        assertThat(manage("GET", "/details/744").status()).isEqualTo(404);
        assertThat(ask("john").text()).isEqualTo(message("new"));
        sandbox.server().verify(exactly(2), getRequestedFor(path(744)));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, details/0, id",
        "GET, details/abc, id",
        "GET, lists/-1, page",
        "GET, details/9223372036854775808, id",
        "DELETE, lists/abc, page",
        "DELETE, details/7%204, id"
    })
    void a_number_that_is_none_is_refused_with_a_sentence(String method, String path, String name) {
        RawResponse response = manage(method, "/" + path);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text())
                .isEqualTo("{\"message\":\"The " + name + " must be a whole number from 1 to 9223372036854775807.\"}");
    }

    @ParameterizedTest
    @CsvSource({"GET, /744", "GET, /pages/7", "DELETE, /744", "DELETE, /pages/7", "DELETE, /details"})
    void there_are_details_and_lists_and_nothing_else(String method, String path) {
        ask("john");
        assertThat(manage(method, path).status()).isEqualTo(404);
        assertThat(manage("GET", "/details/744").status()).isEqualTo(200);
    }

    @Test
    void a_page_is_shown_and_evicted_by_its_number_alone() {
        ask("john");
        list(2);
        list(3);

        JsonNode shown = JsonMapper.shared().readTree(manage("GET", "/lists/02").text());
        assertThat(shown.get("page").asLong()).isEqualTo(2);
        assertThat(shown.get("entries")).hasSize(1);
        assertThat(entry(shown, "855f96e983f1").get("answer").asString()).isEqualTo("page");
        assertThat(manage("DELETE", "/lists/2").text()).isEqualTo("{\"evicted\":1}");

        assertThat(manage("GET", "/lists/2").status()).isEqualTo(404);
        assertThat(manage("GET", "/lists/3").status()).isEqualTo(200);
        assertThat(manage("GET", "/details/744").status()).isEqualTo(200);
        list(2);
        sandbox.server().verify(exactly(2), getRequestedFor(urlEqualTo("/api/offlinemessages?page_no=2")));
    }

    @Test
    void with_a_detail_go_the_pages_of_the_accounts_that_had_it() {
        ask("john");
        list(2);
        list(3);
        assertThat(manage("DELETE", "/details/744").text()).isEqualTo("{\"evicted\":1}");

        assertThat(manage("GET", "/lists/2").status()).isEqualTo(404);
        assertThat(manage("GET", "/lists/3").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, details/4711, id 4711",
        "DELETE, details/4711, id 4711",
        "GET, lists/4711, page 4711",
        "DELETE, lists/4711, page 4711"
    })
    void what_is_not_there_is_not_found(String method, String path, String name) {
        RawResponse response = manage(method, "/" + path);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo("{\"message\":\"Nothing is cached for " + name + ".\"}");
    }

    @Test
    void by_default_there_is_no_such_endpoint_and_read_only_is_for_looking() {
        try (var closed = RunningGateway.shared(sandbox.gatewayProperties())) {
            for (String method : new String[] {"GET", "DELETE"}) {
                assertThat(manage(closed, method, "").status()).isEqualTo(404);
                assertThat(manage(closed, method, "/details/744").status()).isEqualTo(404);
            }
        }
        try (var readOnly = new RunningGateway(sandbox.gatewayProperties(), ACCESS + "read-only")) {
            RawConnection.get(readOnly.port(), "/api/offlinemessages/744", "john");
            assertThat(manage(readOnly, "DELETE", "").status()).isEqualTo(405);
            assertThat(manage(readOnly, "DELETE", "/details/744").status()).isEqualTo(405);
            assertThat(manage(readOnly, "GET", "/details/744").status()).isEqualTo(200);
            assertThat(manage(readOnly, "GET", "").text()).contains("\"entries\":1");
        }
    }

    @Test
    void an_access_that_is_none_stops_the_start_with_a_sentence(CapturedOutput output) {
        assertThatThrownBy(() -> new RunningGateway(sandbox.gatewayProperties(), ACCESS + "some"))
                .isNotNull();
        assertThat(output.getOut())
                .contains(
                        "management.endpoint.messagecache.access is \"some\"; it must be one of none, read-only, unrestricted.");
    }

    private RawResponse list(int page) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/?page_no=" + page, "john");
    }

    private RawResponse ask(String user) {
        return RawConnection.get(gateway.port(), "/api/offlinemessages/744", user);
    }

    private RawResponse manage(String method, String path) {
        return manage(gateway, method, path);
    }

    private static RawResponse manage(RunningGateway gateway, String method, String path) {
        return RawConnection.exchange(
                gateway.managementPort(),
                method + " /actuator/messagecache" + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
    }

    private static JsonNode entry(JsonNode shown, String account) {
        for (JsonNode entry : shown.get("entries")) {
            if (entry.get("account").asString().equals(account)) {
                return entry;
            }
        }
        throw new AssertionError("no entry of " + account + " in " + shown);
    }

    private static UrlPattern path(long id) {
        return urlEqualTo("/api/offlinemessages/" + id);
    }

    private static String message(String text) {
        return "{\"offline_message_id\":744,\"message\":\"" + text + "\"}";
    }
}
