package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.prometheus.AlertRules;
import io.offlinemessages.gateway.prometheus.AlertRules.Alert;
import io.offlinemessages.gateway.prometheus.Promtool;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alert rules as the values of {@code prometheusRule} set them. */
@Tag("chart")
class ChartAlertsTest {

    private static final Chart CHART = Chart.with("existing-secrets.yaml").set("prometheusRule.enabled", "true");
    private static final String ALERTS = "prometheusRule.alerts.";

    @TempDir
    private Path folder;

    @Test
    void without_values_they_are_those_of_the_file_and_name_the_runbook_without_a_link() throws IOException {
        String file = Files.readString(AlertRules.FILE).replace("runbook_url: ", "runbook: ");
        assertThat(spec(CHART)).isEqualTo(JsonMapper.shared().<JsonNode>valueToTree(new Yaml().load(file)));
    }

    @Test
    void values_set_the_runbooks_address_labels_and_single_alerts() throws IOException {
        Chart chart = set();
        JsonNode errors = alert(chart, "OfflineMessagesCallersGetErrors");
        assertThat(errors.get("expr").stringValue())
                .containsPattern("(?s)> 0\\.1 # threshold.*> 0\\.1 # threshold")
                .doesNotContain("> 0.05");
        assertThat(errors.get("for").stringValue()).isEqualTo("10m");
        assertThat(errors.get("labels").toString())
                .isEqualTo("{\"page\":\"yes\",\"severity\":\"critical\",\"team\":\"messages\"}");
        assertThat(errors.at("/annotations/runbook_url").stringValue())
                .isEqualTo("https://git.example.com/RUNBOOK.md#offlinemessagescallersgeterrors");
        assertThat(errors.at("/annotations").has("runbook")).isFalse();

        JsonNode hits = alert(chart, "OfflineMessagesHitRatioCollapsed");
        assertThat(hits.get("keep_firing_for").stringValue()).isEqualTo("1h");
        assertThat(hits.at("/labels/severity").stringValue()).isEqualTo("info");
        assertThat(names(chart)).doesNotContain("OfflineMessagesPodNotReady", "OfflineMessagesTargetDown");
        assertThat(spec(chart)
                        .at("/groups")
                        .valueStream()
                        .map(group -> group.get("name").stringValue()))
                .doesNotContain("offline-messages-gateway.pods")
                .hasSize(6);
    }

    @Test
    @NeedsTools("promtool")
    void rules_that_values_set_are_rules_for_prometheus() throws IOException {
        Promtool checked = Promtool.run(spec(set()).toString(), "check", "rules", "/dev/stdin");

        assertThat(checked.exitCode()).as(checked.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void each_alert_can_be_switched_off_and_has_a_threshold_where_its_expression_names_one(Alert alert) {
        assertThat(names(CHART.set(ALERTS + alert.name() + ".enabled", "false")))
                .doesNotContain(alert.name())
                .hasSize(alerts().size() - 1);
        Chart chart = CHART.set(ALERTS + alert.name() + ".threshold", "0.25");
        if (alert.expression().contains("# threshold")) {
            assertThat(alert(chart, alert.name()).get("expr").stringValue())
                    .isEqualTo(alert.expression().replaceAll("[0-9.]+ # threshold", "0.25 # threshold"));
        } else {
            assertThatThrownBy(chart::render).hasMessageContaining("additional properties 'threshold' not allowed");
        }
    }

    static List<Alert> alerts() {
        return AlertRules.alerts();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alerts.OfflineMessagesUp.enabled=false | at '/prometheusRule/alerts': additional properties 'OfflineMessagesUp' not allowed
            alerts.OfflineMessagesDown.for=soon | at '/prometheusRule/alerts/OfflineMessagesDown/for': 'soon' does not match pattern
            alerts.OfflineMessagesDown.severity= | at '/prometheusRule/alerts/OfflineMessagesDown/severity': minLength: got 0, want 1
            alerts.OfflineMessagesCallersGetErrors.threshold=5 | at '/prometheusRule/alerts/OfflineMessagesCallersGetErrors/threshold': exclusiveMaximum
            alerts.OfflineMessagesPasswordAttack.threshold=-1 | at '/prometheusRule/alerts/OfflineMessagesPasswordAttack/threshold': minimum
            alertLabels.a-b=x | at '/prometheusRule/alertLabels': additional properties 'a-b' not allowed
            runbookUrl=RUNBOOK.md | at '/prometheusRule/runbookUrl': 'RUNBOOK.md' does not match pattern
            runbookUrl=https://x/#y | at '/prometheusRule/runbookUrl': 'https://x/#y' does not match pattern
            """)
    void a_value_that_cannot_work_is_refused(String value, String sentence) {
        int equals = value.indexOf('=');
        Chart chart = CHART.set("prometheusRule." + value.substring(0, equals), value.substring(equals + 1));
        assertThatThrownBy(chart::render).hasMessageContaining(sentence);
    }

    private Chart set() throws IOException {
        return CHART.and(Files.writeString(folder.resolve("values.yaml"), """
                prometheusRule:
                  runbookUrl: https://git.example.com/RUNBOOK.md
                  alertLabels: {team: messages}
                  alerts:
                    OfflineMessagesCallersGetErrors: {threshold: 0.1, for: 10m, labels: {page: "yes"}}
                    OfflineMessagesConnectionsRefused: {threshold: 3000000}
                    OfflineMessagesHitRatioCollapsed: {severity: info, keepFiringFor: 1h}
                    OfflineMessagesPodNotReady: {enabled: false}
                    OfflineMessagesTargetDown: {enabled: false}
                """));
    }

    private static JsonNode spec(Chart chart) {
        return JsonMapper.shared().valueToTree(chart.render().spec("PrometheusRule"));
    }

    private static Stream<JsonNode> rules(Chart chart) {
        return spec(chart)
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream())
                .filter(rule -> rule.has("alert"));
    }

    private static List<String> names(Chart chart) {
        return rules(chart).map(rule -> rule.get("alert").stringValue()).toList();
    }

    private static JsonNode alert(Chart chart, String name) {
        return rules(chart)
                .filter(rule -> rule.get("alert").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
