package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.offlinemessages.gateway.prometheus.AlertRules;
import io.offlinemessages.gateway.prometheus.Dashboard;
import io.offlinemessages.gateway.prometheus.PrometheusServer;
import io.offlinemessages.gateway.prometheus.Runbook;
import io.offlinemessages.gateway.prometheus.Selector;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dashboard, alerts and runbook ask a real Prometheus that scrapes two real gateways, while these meet a bit of everything: hits,
 * misses, stale copies, answers not to be cached, failures, wrong passwords, an open circuit and a spent budget.
 */
@NeedsTools("prometheus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedByPrometheusIT {

    private static final String LIST = "/api/offlinemessages/";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RedisProcess redis = new RedisProcess();
    private final RunningGateway busy = new RunningGateway(
            sandbox.gatewayProperties(),
            "--gateway.upstream.requests-per-minute=100000",
            "--gateway.shared.redis-url=" + redis.url(),
            "--gateway.shared.secret=" + "A".repeat(43) + '=',
            "--gateway.shared.replicas=1");
    private final RunningGateway thrifty =
            new RunningGateway(sandbox.gatewayProperties(), "--gateway.upstream.requests-per-minute=3");
    private PrometheusServer prometheus;
    private List<String> missingBeforeAnyRequest = List.of();
    private int round;

    @BeforeAll
    void watch(@TempDir Path folder) {
        prometheus = new PrometheusServer(
                folder, Map.of("gateway-1", busy.managementPort(), "gateway-2", thrifty.managementPort()));
        sandbox.server()
                .stubFor(WireMock.get(LIST + 9)
                        .willReturn(
                                WireMock.okJson("{\"offline_message_id\":9}").withHeader("Cache-Control", "no-store")));
        missingBeforeAnyRequest = withoutResult(watchedByAlerts());
        load();
    }

    @AfterAll
    void stop() {
        busy.close();
        redis.close();
        thrifty.close();
        sandbox.close();
        prometheus.close();
    }

    @Test
    void every_expression_of_the_dashboard_has_a_result() {
        assertHaveResultsUnderLoad(new Dashboard().expressions("20s"));
    }

    @Test
    void every_query_of_the_runbook_has_a_result() {
        assertHaveResultsUnderLoad(Runbook.queries().stream()
                .filter(query -> !query.contains("kube_"))
                // True of broken files only.
                .map(query -> query.replaceAll("_refused == 1$", "_refused == 0"))
                .toList());
    }

    @Test
    void every_series_and_value_that_an_alert_names_is_there() {
        assertHaveResultsUnderLoad(watchedByAlerts());
    }

    /** Prometheus sees no increase in a series that appears at 1. Latencies are not of that kind: they are about many. */
    @Test
    void what_an_alert_counts_is_there_before_the_first_request() {
        assertThat(missingBeforeAnyRequest)
                .allSatisfy(series -> assertThat(series).startsWith("http_server_requests_seconds_"));
    }

    @Test
    void every_label_that_an_alert_groups_by_is_there() {
        for (AlertRules.Alert alert : AlertRules.alerts()) {
            List<String> metrics =
                    applications(alert.expression()).map(Selector::metric).toList();
            for (String label : metrics.isEmpty() ? List.<String>of() : Selector.groupingLabels(alert.expression())) {
                assertThat(metrics)
                        .as(alert + " by " + label)
                        .anySatisfy(
                                metric -> assertThat(prometheus.values("group(" + metric + "{" + label + "!=\"\"})"))
                                        .isNotEmpty());
            }
        }
    }

    @Test
    void every_rule_is_evaluated_without_an_error() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.rules())
                        .hasSize(AlertRules.expressions().size())
                        .allSatisfy((rule, health) -> assertThat(health).isEqualTo("ok")));
    }

    private static List<String> watchedByAlerts() {
        return AlertRules.expressions().stream()
                .flatMap(WatchedByPrometheusIT::applications)
                .flatMap(selector -> selector.values().stream())
                .distinct()
                .toList();
    }

    /** The selectors of what the gateway itself shows; names with a colon are those of recorded series, and {@code ALERTS} of alerts. */
    private static Stream<Selector> applications(String expression) {
        return Selector.of(expression).stream()
                .filter(selector -> !selector.metric().matches("kube_.*|.*:.*|ALERTS"));
    }

    private void assertHaveResultsUnderLoad(List<String> expressions) {
        var missing = new ArrayList<>(expressions);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            load();
            missing.retainAll(withoutResult(missing));
            assertThat(missing).isEmpty();
        });
    }

    private List<String> withoutResult(Collection<String> expressions) {
        return expressions.stream()
                .filter(expression -> prometheus.values(expression).isEmpty())
                .toList();
    }

    /** One round of everything. Good answers outnumber failures on the detail route, so that only the list's circuit opens. */
    private void load() {
        round++;
        for (String target : List.of("744", "744", "401", "401", "403", "9005", "9012", "9100", "-14", "?page_no=-1")) {
            get(busy, LIST + target, "john");
        }
        for (int id = 1; id <= 9; id++) {
            get(busy, LIST + id, "john");
        }
        for (int i = 0; i < 10; i++) {
            get(busy, LIST + "?page_no=9005", "john");
        }
        get(busy, "/api/nothing", "john");
        get(busy, "/openapi.yaml", "john");
        RawConnection.get(busy.port(), LIST + "9999", "john", "Cache-Control: only-if-cached");
        get(busy, LIST + "744", "agent");
        get(busy, LIST + "744", "nobody-" + round);
        for (int i = 0; i < 5; i++) {
            get(thrifty, LIST + "?page_no=" + (5 * round + i), "john");
        }
        busy.ticker().advance(Duration.ofSeconds(round % 3 == 0 ? 70 : 31));
    }

    private static void get(RunningGateway gateway, String target, String user) {
        RawConnection.get(gateway.port(), target, user);
    }
}
