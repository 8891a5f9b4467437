package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.upstream.Traceparent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tracing switched on: what a collector gets, and what the upstream sees of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TracingIT {

    private static final String LIST = "/api/offlinemessages/";
    private static final String OPENMETRICS = "Accept: application/openmetrics-text; version=1.0.0";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final SpanCollector collector = new SpanCollector();
    private final RunningGateway gateway = new RunningGateway(
            sandbox.gatewayProperties(),
            collector.properties(
                    "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000",
                    "--resilience4j.retry.configs.default.wait-duration=1ms",
                    "--management.metrics.distribution.slo.http.server.requests=50ms,1s",
                    "--management.metrics.distribution.slo.gateway.upstream.requests=50ms,1s"));

    /** A caller's position, in a trace of its own for each test. */
    private final SpanContext unsampled = Traceparent.readOrStart(null);

    private SpanContext caller = unsampled;

    @BeforeEach
    void startTrace() {
        sandbox.server().resetAll();
        sandbox.server().resetToDefaultMappings();
        caller = Traceparent.read(traceparent(Traceparent.readOrStart(null), "01"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        collector.close();
        sandbox.close();
    }

    @Test
    void a_callers_trace_goes_on_in_a_span_of_the_request_and_one_of_the_upstream_call(CapturedOutput output) {
        ask("596", "john", caller, "X-Request-Id: order-17");

        ReceivedSpan request = request();
        assertThat(request.parentId()).isEqualTo(caller.getSpanId());
        assertThat(request.name()).isEqualTo("GET detail");
        assertThat(request.status()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(request.attributes())
                .containsOnlyKeys(
                        "http.request.method",
                        "http.request.id",
                        "http.response.status_code",
                        "route",
                        "cache",
                        "cause");
        assertThat(request.attributes())
                .contains(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("route", "detail"),
                        Map.entry("cache", "miss"),
                        Map.entry("cause", "none"));

        ReceivedSpan call = calls().get(0);
        assertThat(calls()).hasSize(1);
        assertThat(call.parentId()).isEqualTo(request.spanId());
        assertThat(call.name()).isEqualTo("GET detail");
        assertThat(call.status()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(call.attributes())
                .isEqualTo(Map.of(
                        "http.request.method", "GET",
                        "route", "detail",
                        "server.address", "localhost",
                        "outcome", "found"));

        LoggedRequest upstream = upstream().get(0);
        assertThat(upstream.getHeader("traceparent")).isEqualTo(call.traceparent());
        assertThat(upstream.getHeader("X-Request-Id"))
                .isEqualTo(request.attributes().get("http.request.id"))
                .isEqualTo("order-17");
        await().untilAsserted(() -> assertThat(output.getOut())
                .contains("request=" + request.attributes().get("http.request.id") + " trace=" + caller.getTraceId()));
        assertThat(collector.resources().get(0).toString()).contains("offline-messages-gateway");
    }

    @Test
    void each_attempt_is_a_span_of_its_own_with_its_outcome() {
        assertThat(ask("9012", "john", caller).status()).isEqualTo(502);

        ReceivedSpan request = request();
        assertThat(request.status()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(request.attributes())
                .contains(Map.entry("http.response.status_code", "502"), Map.entry("cause", "transient_server_error"));
        assertThat(calls()).hasSize(3).allSatisfy(call -> {
            assertThat(call.parentId()).isEqualTo(request.spanId());
            assertThat(call.status()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(call.attributes()).containsEntry("outcome", "transient_server_error");
        });
        assertThat(upstream().stream().map(sent -> sent.getHeader("traceparent")))
                .containsExactlyInAnyOrderElementsOf(
                        calls().stream().map(ReceivedSpan::traceparent).toList());
    }

    @Test
    void a_message_that_does_not_exist_is_no_error() {
        assertThat(ask("1", "john", caller).status()).isEqualTo(404);

        assertThat(request().status()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(calls()).singleElement().satisfies(call -> {
            assertThat(call.status()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(call.attributes()).containsEntry("outcome", "no_record");
        });
    }

    @Test
    void nothing_but_the_traceparent_of_a_caller_is_used_or_passed_on() {
        ask(
                "594",
                "john",
                caller,
                "tracestate: vendor=opaque",
                "baggage: user=secret-user",
                "b3: 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "X-B3-TraceId: 0af7651916cd43dd8448eb211c80319c",
                "X-B3-SpanId: b7ad6b7169203331",
                "X-B3-Sampled: 1");

        assertThat(request().whole() + calls()).doesNotContain("opaque", "secret-user");
        LoggedRequest upstream = upstream().get(0);
        assertThat(upstream.getAllHeaderKeys())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .contains("traceparent")
                .doesNotContain("tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled");
        assertThat(upstream.toString()).doesNotContain("opaque", "secret-user");
    }

    @Test
    void a_caller_that_does_not_sample_gets_no_spans_but_its_trace_goes_on() {
        ask("9012", "john", unsampled);
        ask("9012", "john", caller);

        request();
        assertThat(collector.spansOf(unsampled.getTraceId())).isEmpty();
        assertThat(upstream().stream()
                        .map(sent -> sent.getHeader("traceparent"))
                        .filter(sent -> sent.contains(unsampled.getTraceId())))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(sent -> sent.matches("00-" + unsampled.getTraceId() + "-[0-9a-f]{16}-00"))
                .noneMatch(sent -> sent.contains(unsampled.getSpanId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: application/json", "traceparent: 00-nonsense-01"})
    void without_a_callers_trace_one_starts_here(String header) {
        sandbox.server().stubFor(get(anyUrl()).willReturn(okJson("{}")));
        RawConnection.get(gateway.port(), LIST + "?page_no=71", "john", header);

        String traceparent = upstream().get(0).getHeader("traceparent");
        String traceId = traceparent.substring(3, 35);
        await().until(() -> collector.spansOf(traceId).size() == 2);
        assertThat(collector.spansOf(traceId))
                .anySatisfy(span -> assertThat(span.parentId()).isEmpty())
                .anySatisfy(span -> assertThat(span.traceparent()).isEqualTo(traceparent))
                .allSatisfy(span -> assertThat(span.name()).isEqualTo("GET list"));
    }

    @Test
    void a_refused_caller_gets_a_span_too() {
        ask("744", "nobody", caller);

        assertThat(request().attributes())
                .contains(
                        Map.entry("http.response.status_code", "401"),
                        Map.entry("route", "none"),
                        Map.entry("cause", "bad_credentials"));
        assertThat(request().status()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(calls()).isEmpty();
    }

    @Test
    void no_span_names_a_path_a_query_a_person_or_a_method_of_the_callers_making() {
        String header = "traceparent: " + traceparent(caller, "01");
        RawConnection.get(gateway.port(), "/secret-path/744?secret=1", "john", header);
        RawConnection.get(gateway.port(), LIST + "744?secret=1", "john", header);
        RawConnection.get(gateway.port(), LIST + "-14", "john", header);
        RawConnection.exchange(gateway.port(), RawConnection.head("SECRETMETHOD", LIST, "john", header));

        await().until(() -> collector.spansOf(caller.getTraceId()).stream()
                        .filter(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
                        .count()
                == 4);
        assertThat(collector.spansOf(caller.getTraceId()))
                .allSatisfy(span -> assertThat(span.name() + withoutRequestId(span))
                        .doesNotContainIgnoringCase("secret")
                        .doesNotContain("/", "744", "-14", "john", "example.com"));
        assertThat(collector.spansOf(caller.getTraceId()))
                .extracting(ReceivedSpan::name)
                .contains("OTHER list");
    }

    @Test
    void requests_to_the_management_port_make_no_spans() {
        String header = "traceparent: " + traceparent(caller, "01");
        for (String path : List.of("/actuator/health/liveness", "/actuator/prometheus", "/nothing")) {
            assertThat(manage(path, header).status()).isIn(200, 404);
        }
        ask("744", "john", caller);

        request();
        assertThat(collector.spansOf(caller.getTraceId()))
                .filteredOn(span -> span.kind() != SpanKind.SPAN_KIND_CLIENT)
                .extracting(ReceivedSpan::name)
                .containsExactly("GET detail");
        assertThat(manage("/actuator/prometheus").text())
                .as("they are measured as before")
                .contains("uri=\"/actuator/prometheus\"");
    }

    @Test
    void a_background_refresh_belongs_to_the_request_that_caused_it() {
        sandbox.server().stubFor(get(urlEqualTo(LIST + "2000")).willReturn(okJson("{\"offline_message_id\":2000}")));
        ask("2000", "john", unsampled);
        gateway.ticker().advance(Duration.ofSeconds(31));

        ask("2000", "john", caller);

        assertThat(request().attributes()).containsEntry("cache", "stale");
        await().until(() -> !calls().isEmpty());
        assertThat(calls())
                .singleElement()
                .satisfies(
                        call -> assertThat(call.parentId()).isEqualTo(request().spanId()));
        assertThat(upstream().stream().map(sent -> sent.getHeader("traceparent")))
                .contains(calls().get(0).traceparent());
    }

    @Test
    void of_callers_that_wait_for_one_call_the_first_has_it() {
        sandbox.server()
                .stubFor(get(urlEqualTo(LIST + "3000"))
                        .willReturn(okJson("{\"offline_message_id\":3000}").withFixedDelay(500)));
        String head = RawConnection.head("GET", LIST + "3000", "john", "traceparent: " + traceparent(caller, "01"));
        try (var first = new RawConnection(gateway.port());
                var second = new RawConnection(gateway.port())) {
            first.send(head);
            await().until(() -> !upstream().isEmpty());
            second.send(head);
            assertThat(first.receive(false).status()).isEqualTo(200);
            assertThat(second.receive(false).status()).isEqualTo(200);
        }

        await().until(() -> collector.spansOf(caller.getTraceId()).size() == 3);
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(collector.spansOf(caller.getTraceId()))
                        .filteredOn(span -> span.spanId().equals(call.parentId()))
                        .singleElement()
                        .satisfies(request -> assertThat(request.attributes()).containsEntry("cache", "miss")));
        assertThat(collector.spansOf(caller.getTraceId()))
                .anySatisfy(span -> assertThat(span.attributes()).containsEntry("cache", "collapsed"));
    }

    @Test
    void a_caller_that_leaves_ends_its_span_and_the_call_goes_on_to_its_end() {
        sandbox.server().stubFor(get(anyUrl()).willReturn(okJson("[]").withFixedDelay(1_500)));
        try (var leaving = new RawConnection(gateway.port())) {
            leaving.send(RawConnection.head(
                    "GET", LIST + "?page_no=72", "john", "traceparent: " + traceparent(caller, "01")));
            await().until(() -> !upstream().isEmpty());
        }

        await().until(() -> !calls().isEmpty());
        assertThat(request().attributes())
                .containsEntry("route", "list")
                .doesNotContainKey("http.response.status_code");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(call.attributes()).containsEntry("outcome", "found"));
    }

    @Test
    void exemplars_of_recorded_requests_name_the_trace() {
        ask("740", "john", unsampled);
        RawConnection.get(gateway.port(), LIST, "john", "traceparent: " + traceparent(caller, "01"));
        request();

        String scrape = manage("/actuator/prometheus", OPENMETRICS).text();
        for (String meter :
                List.of("http_server_requests_seconds_bucket", "gateway_upstream_requests_seconds_bucket")) {
            assertThat(scrape.lines().filter(line -> line.startsWith(meter)))
                    .as(meter)
                    .anySatisfy(line -> assertThat(line).containsPattern("# \\{.*trace_id=\"[0-9a-f]{32}\""));
        }
        assertThat(scrape).doesNotContain(unsampled.getTraceId());
    }

    @Test
    void lines_in_json_name_the_trace_once(CapturedOutput output) {
        try (var structured = new RunningGateway(
                sandbox.gatewayProperties(), collector.properties("--logging.structured.format.console=ecs"))) {
            RawConnection.get(structured.port(), LIST + "9001", "john", "traceparent: " + traceparent(caller, "01"));
            await().until(() -> output.getOut().contains("\"route\":\"detail\""));
        } finally {
            System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
        }
        List<String> lines = output.getOut()
                .lines()
                .filter(line -> line.contains(caller.getTraceId()) && line.startsWith("{"))
                .toList();
        assertThat(lines).anyMatch(line -> line.contains("connection_reset") && line.contains("WARN"));
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"trace\":{\"id\":\"" + caller.getTraceId() + "\"}")
                        .doesNotContain("traceId", "spanId"));
    }

    private RawResponse ask(String id, String user, SpanContext trace, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("traceparent: " + traceparent(trace, trace.isSampled() ? "01" : "00"));
        return RawConnection.get(gateway.port(), LIST + id, user, all.toArray(String[]::new));
    }

    private static String traceparent(SpanContext span, String flags) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-' + flags;
    }

    private RawResponse manage(String path, String... headers) {
        return RawConnection.exchange(
                gateway.managementPort(),
                "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + String.join("\r\n", headers)
                        + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    /** The span of the caller's request, once it is there. */
    private ReceivedSpan request() {
        await().until(() -> collector.spansOf(caller.getTraceId()).stream()
                .anyMatch(span -> span.kind() == SpanKind.SPAN_KIND_SERVER));
        return collector.spansOf(caller.getTraceId()).stream()
                .filter(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
                .findFirst()
                .orElseThrow();
    }

    /** The id is random, and so may hold any three digits. */
    private static Map<String, String> withoutRequestId(ReceivedSpan span) {
        var rest = new TreeMap<>(span.attributes());
        rest.remove("http.request.id");
        return rest;
    }

    private List<ReceivedSpan> calls() {
        return collector.spansOf(caller.getTraceId()).stream()
                .filter(span -> span.kind() == SpanKind.SPAN_KIND_CLIENT)
                .toList();
    }

    private List<LoggedRequest> upstream() {
        return sandbox.server().findAll(getRequestedFor(anyUrl()));
    }
}
