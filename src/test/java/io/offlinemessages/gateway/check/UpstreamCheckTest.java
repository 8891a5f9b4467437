package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.cache.UpstreamDirectives;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** What a check says of each thing that can be wrong with the upstream. */
class UpstreamCheckTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

    static Stream<Arguments> answers() {
        return Stream.of(
                answer(
                        Origin.json(401, "{}"),
                        "refuses the gateway's own account; check gateway.upstream.username and"),
                answer(
                        Origin.json(403, "{}"),
                        "refuses the gateway's own account; check gateway.upstream.username and"),
                answer(
                        Origin.json(429, "{}", "Retry-After: 7"),
                        "has had too many requests of this account and wants no more for 7s; gateway.upstream.requests-per-minute"),
                answer(Origin.json(500, "{}"), "answers with a server error; check that it is well"),
                answer(Origin.json(503, "{}"), "answers with a server error; check that it is well"),
                answer(
                        Origin.json(404, "{}"),
                        "gives no answer of the API (client_error); check that /api/offlinemessages/"),
                answer(
                        Origin.json(302, "{}", "Location: /login"),
                        "gives no answer of the API (unexpected_status); check"),
                answer(
                        Origin.answer(200, new byte[0], "Content-Type: text/html"),
                        "gives no answer of the API (wrong_content_type); check"),
                answer(Origin.json(200, "{}"), "gives no answer of the API (unexpected_body); check"),
                answer(
                        Origin.json(200, " ".repeat(70_000)),
                        "has a first page that is larger than gateway.upstream.max-body, which is 65536B."));
    }

    private static Arguments answer(byte[] answer, String sentence) {
        return Arguments.of(Named.of(sentence, answer), sentence);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_unusable_answer_is_a_finding(byte[] answer, String sentence) {
        try (var origin = Origin.answering(request -> answer)) {
            check(origin.url(), settings -> settings);
            assertThat(printed())
                    .startsWith("gateway.upstream.base-url is \"" + origin.url() + "\", which " + sentence);
        }
        assertThat(report.end()).isEqualTo(1);
    }

    @Test
    void silence_is_a_finding() {
        try (var origin = new Origin(connection -> {
            while (connection.read() != null) {
                // Says nothing.
            }
        })) {
            check(origin.url(), settings -> settings.responseTimeout(Duration.ofMillis(100)));
        }
        assertThat(printed()).contains("which is silent for gateway.upstream.response-timeout, 100ms; check that it");
    }

    @Test
    void a_connection_that_is_reset_is_a_finding() {
        try (var origin = new Origin(connection -> {
            // Before that it may come into the connecting itself.
            connection.read();
            connection.reset();
        })) {
            check(origin.url(), settings -> settings);
        }
        assertThat(printed()).contains("which hangs up before it answers; check the port, and whether it wants https.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1:9      | accepts no connection; check host and port
            http://nosuch.invalid   | has a host name that does not resolve; check its spelling, and the DNS.
            """)
    void an_address_without_a_server_is_a_finding(URI address, String sentence) {
        check(address, settings -> settings);
        assertThat(printed()).startsWith("gateway.upstream.base-url is \"" + address + "\", which " + sentence);
    }

    @Test
    void a_port_without_tls_is_a_finding() {
        try (var origin = new Origin(connection -> {
            connection.write(Origin.json(400, "{}"));
            connection.read();
        })) {
            check(URI.create("https://127.0.0.1:" + origin.url().getPort()), settings -> settings);
        }
        assertThat(printed()).contains("which cannot be called by TLS; check that it is an https port");
    }

    @Test
    void the_list_in_answer_to_the_gateways_own_credential_is_fine() {
        try (var origin =
                Origin.answering(request -> Origin.json(200, new String(Samples.list(), StandardCharsets.UTF_8)))) {
            check(origin.url(), settings -> settings);
            assertThat(printed())
                    .isEqualTo("upstream: ok, " + origin.url() + " answers and lets the gateway's own account in\n");
            assertThat(origin.requests()).hasSize(1);
            assertThat(origin.requests().get(0).target()).isEqualTo("/api/offlinemessages/");
        }
    }

    @Test
    void in_forward_mode_a_refusal_of_the_empty_credential_is_fine() {
        try (var origin = Origin.answering(request -> Origin.json(401, "{}"))) {
            check(origin.url(), TestUpstream.Builder::forwarding);
            assertThat(printed())
                    .isEqualTo(
                            "upstream: ok, " + origin.url() + " answers; each caller's own account is let in or not\n");
            assertThat(origin.requests().get(0).field("Authorization")).isEqualTo("Basic Og==");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: no-cache, no-store, max-age=0, must-revalidate | Cache-Control: no-store
            Expires: Thu, 01 Jan 1970 00:00:00 GMT                        | Expires
            Vary: *                                                       | Vary: *
            """)
    void a_page_that_forbids_caching_is_a_finding_while_that_is_obeyed(String field, String named) {
        try (var origin = Origin.answering(request -> Origin.json(200, "[]", field))) {
            check(origin.url(), settings -> settings, cache(UpstreamDirectives.OBEY, DataSize.ofMegabytes(1)));
            assertThat(printed())
                    .contains("gateway.cache.upstream-directives is \"obey\", and the upstream forbids caching, by \""
                            + named + "\": ");
            assertThat(report.end()).isEqualTo(1);
        }
    }

    @Test
    void a_page_that_forbids_caching_is_fine_while_that_is_ignored_or_nothing_is_stored() {
        try (var origin = Origin.answering(request -> Origin.json(200, "[]", "Cache-Control: no-store"))) {
            check(origin.url(), settings -> settings, cache(UpstreamDirectives.IGNORE, DataSize.ofMegabytes(1)));
            check(origin.url(), settings -> settings, cache(UpstreamDirectives.OBEY, DataSize.ofBytes(0)));
        }
        assertThat(report.end()).isZero();
    }

    private void check(URI address, UnaryOperator<TestUpstream.Builder> settings) {
        check(address, settings, cache(UpstreamDirectives.OBEY, DataSize.ofMegabytes(1)));
    }

    private void check(URI address, UnaryOperator<TestUpstream.Builder> settings, CacheProperties cache) {
        var builder = settings.apply(TestUpstream.at(address).attempts(1));
        try (var upstream = builder.build()) {
            new UpstreamCheck(builder.properties(), cache).run(upstream.upstream(), report);
        }
    }

    private static CacheProperties cache(UpstreamDirectives directives, DataSize size) {
        return new CacheProperties(
                directives,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                size,
                new CacheProperties.Pages(Duration.ZERO, Duration.ZERO, Duration.ZERO, true));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
