package io.offlinemessages.gateway.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.prometheus.AlertRules.Alert;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The alert rules by themselves, and the runbook that goes with them. */
@Tag("chart")
class AlertRulesTest {

    private static final Path CASES = Path.of("src/test/resources/alerts");

    @Test
    @NeedsTools("promtool")
    void promtool_finds_the_rules_well_formed() {
        Promtool checked = Promtool.run("", "check", "rules", AlertRules.FILE.toString());

        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output()).contains(AlertRules.expressions().size() + " rules found");
    }

    /** With the rules that the cases are about: promtool evaluates all rules of a file at each look. */
    @ParameterizedTest
    @MethodSource("cases")
    @NeedsTools("promtool")
    void each_alert_fires_on_its_series_and_is_silent_just_below(Path file, @TempDir Path folder) throws IOException {
        var cases = (ObjectNode) AlertRules.yaml(file);
        Path rules = Files.writeString(folder.resolve("rules.yaml"), AlertRules.only(names(cases)));
        cases.putArray("rule_files").add(rules.toString());
        Path copy = Files.writeString(folder.resolve("cases.yaml"), cases.toString());

        Promtool tested = Promtool.run("", "test", "rules", copy.toString());

        assertThat(tested.exitCode()).as("%s\n%s", file, tested.output()).isZero();
    }

    private static Set<String> names(JsonNode cases) {
        return cases.get("tests")
                .valueStream()
                .flatMap(test -> test.path("alert_rule_test").valueStream())
                .map(look -> look.get("alertname").stringValue())
                .collect(Collectors.toSet());
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_never_does(Alert alert) throws IOException {
        var fires = new ArrayList<Boolean>();
        for (Path file : cases()) {
            for (JsonNode test : AlertRules.yaml(file).get("tests")) {
                List<JsonNode> looks = test.get("alert_rule_test")
                        .valueStream()
                        .filter(look -> look.get("alertname").stringValue().equals(alert.name()))
                        .toList();
                if (!looks.isEmpty()) {
                    fires.add(looks.stream().anyMatch(look -> look.has("exp_alerts")));
                }
            }
        }
        assertThat(fires).contains(true, false);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void each_alert_says_how_grave_it_is_what_happens_and_where_to_read_on(Alert alert) {
        assertThat(alert.labels()).containsOnlyKeys("severity");
        assertThat(alert.labels().get("severity")).isIn("critical", "warning");
        assertThat(alert.annotations())
                .containsOnlyKeys("summary", "description", "runbook_url")
                .containsEntry("runbook_url", "RUNBOOK.md#" + alert.name().toLowerCase(Locale.ROOT));
    }

    static List<Alert> alerts() {
        return AlertRules.alerts();
    }

    @Test
    void the_runbook_has_a_section_for_each_alert_and_no_other() {
        assertThat(Runbook.sections().stream()
                        .map(section -> section.lines().findFirst().orElseThrow()))
                .containsExactlyElementsOf(
                        AlertRules.alerts().stream().map(Alert::name).toList());
    }

    @Test
    void each_section_answers_the_same_five_questions_in_the_same_order() {
        assertThat(Runbook.sections())
                .allSatisfy(section -> assertThat(section)
                        .containsSubsequence(
                                "\n**Means.** ", "\n**Hurt.** ", "\n**Look.**", "\n**Do.** ", "\n**Over.** "));
    }

    @Test
    void references_in_the_runbook_lead_to_sections() {
        assertThat(Runbook.references())
                .isNotEmpty()
                .isSubsetOf(AlertRules.alerts().stream()
                        .map(alert -> alert.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
