package io.offlinemessages.gateway.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Floods of refusals over two jobs, a thousand a second beside 33 other requests a second. Job {@code well} has almost as many errors,
 * slow details and stale copies as are tolerated, job {@code ailing} has more. No flood changes that: neither does it make an alert
 * out of the first, nor does it hide the second.
 */
@NeedsTools("promtool")
@Tag("chart")
class FloodsTest {

    private static final List<String> TROUBLE_OF_THE_AILING = List.of(
            fires("OfflineMessagesCallersGetErrors", "ailing"),
            fires("OfflineMessagesLatencyOverTarget", "ailing"),
            fires("OfflineMessagesStaleServedForLong", "ailing"));

    private final List<String> series = new ArrayList<>();
    private final List<String> firing = new ArrayList<>(TROUBLE_OF_THE_AILING);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("callersFaults")
    void what_callers_did_wrong_hides_nothing_and_makes_no_alert(FailureKind refusal) throws IOException {
        for (String job : both()) {
            if (refusal == FailureKind.NOT_CACHED) {
                add(job, "gateway_cache_requests_total", "route=\"detail\", result=\"only_if_cached\"", 30_000);
                addRequests(job, "detail", "only_if_cached", refusal.status(), 0, 30_000);
            } else {
                addRequests(job, "none", "none", refusal.status(), 0, 30_000);
                addRequests(job, "detail", "none", refusal.status(), 0, 30_000);
            }
        }
        assertThatOnlyTheseFire(refusal);
    }

    static Stream<FailureKind> callersFaults() {
        return Arrays.stream(FailureKind.values()).filter(kind -> kind.fault() == Fault.CALLER);
    }

    @Test
    void refused_connections_have_an_alert_of_their_own_and_make_no_other() throws IOException {
        for (String job : both()) {
            addRequests(job, "none", "none", 503, 0, 30_000);
            add(job, "gateway_connections_ended_total", "limit=\"connections\"", 30_000);
            firing.add(fires("OfflineMessagesConnectionsRefused", job));
        }
        assertThatOnlyTheseFire(FailureKind.TOO_MANY_CONNECTIONS);
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void wrong_passwords_have_an_alert_of_their_own_and_make_no_other(FailureKind refusal, String result)
            throws IOException {
        for (String job : both()) {
            addRequests(job, "none", "none", refusal.status(), 0, 30_000);
            add(job, "gateway_password_checks_total", "result=\"" + result + "\"", 30_000);
            firing.add(fires("OfflineMessagesPasswordAttack", job));
        }
        assertThatOnlyTheseFire(refusal);
    }

    static List<Object[]> passwords() {
        return List.of(
                new Object[] {FailureKind.BAD_CREDENTIALS, "repeated"},
                new Object[] {FailureKind.PASSWORD_RATE_EXCEEDED, "throttled"});
    }

    private void assertThatOnlyTheseFire(FailureKind refusal) throws IOException {
        addRequestsOfOthers("well", 40, 5);
        addRequestsOfOthers("ailing", 70, 20);
        for (String job : both()) {
            addFailures(job, refusal, 30_000);
            // The gateway shows these from its start.
            for (FailureKind other : List.of(FailureKind.NOT_CACHED, FailureKind.TOO_MANY_CONNECTIONS)) {
                if (other != refusal) {
                    addFailures(job, other, 0);
                }
            }
        }
        Path file = Files.writeString(folder.resolve("flood.yaml"), """
                rule_files: ["%s"]
                evaluation_interval: 30s
                tests:
                  - interval: 30s
                    input_series: [%s]
                    promql_expr_test:
                      - expr: count by (alertname, job) (ALERTS{alertstate="firing"})
                        eval_time: 30m
                        exp_samples: [%s]
                """.formatted(
                        AlertRules.FILE.toAbsolutePath(), String.join(", ", series), String.join(", ", firing)));

        Promtool tested = Promtool.run("", "test", "rules", file.toString());

        assertThat(tested.exitCode()).as(tested.output()).isZero();
    }

    private static List<String> both() {
        return List.of("well", "ailing");
    }

    private static String fires(String alert, String job) {
        return "{labels: '{alertname=\"%s\", job=\"%s\"}', value: 1}".formatted(alert, job);
    }

    /** A thousand requests in half a minute, of which so many lists fail, so many details are stale copies, and so many are slow. */
    private void addRequestsOfOthers(String job, int failing, int slow) {
        addRequests(job, "detail", "miss", 200, slow, 1000 - failing);
        addRequests(job, "list", "none", 502, 0, failing);
        addFailures(job, FailureKind.SERVER_ERROR, failing);
        add(job, "gateway_admission_total", "outcome=\"admitted\"", 1000);
        add(job, "gateway_cache_requests_total", "route=\"detail\", result=\"hit\"", 1000 - failing);
        add(job, "gateway_cache_requests_total", "route=\"detail\", result=\"stale_if_error\"", failing);
        series.add(
                "{series: 'up{namespace=\"messages\", job=\"%s\", pod=\"gateway-1\"}', values: '1x80'}".formatted(job));
    }

    private void addFailures(String job, FailureKind kind, int each) {
        String fault = kind.fault().name().toLowerCase(Locale.ROOT);
        add(job, "gateway_failures_total", "cause=\"%s\", fault=\"%s\"".formatted(kind.tag(), fault), each);
    }

    /** Requests as {@code http.server.requests} counts them, so many of which take more than a second. */
    private void addRequests(String job, String uri, String cache, int status, int slow, int each) {
        String outcome = status < 300 ? "SUCCESS" : status < 500 ? "CLIENT_ERROR" : "SERVER_ERROR";
        String labels =
                "uri=\"%s\", cache=\"%s\", status=\"%d\", outcome=\"%s\"".formatted(uri, cache, status, outcome);
        add(job, "http_server_requests_seconds_count", labels, each);
        add(job, "http_server_requests_seconds_bucket", labels + ", le=\"1.0\"", each - slow);
        add(job, "http_server_requests_seconds_bucket", labels + ", le=\"2.0\"", each);
        add(job, "http_server_requests_seconds_bucket", labels + ", le=\"+Inf\"", each);
    }

    /** A counter that grows by so much in each half minute. */
    private void add(String job, String name, String labels, int each) {
        series.add("{series: '%s{namespace=\"messages\", job=\"%s\", pod=\"gateway-1\", %s}', values: '0+%dx80'}"
                .formatted(name, job, labels, each));
    }
}
