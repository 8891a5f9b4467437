package io.offlinemessages.gateway.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.cache.CacheResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What makes the dashboard readable: questions as rows, and panels that explain themselves. */
@Tag("chart")
class DashboardTest {

    private static final int COLUMNS = 24;

    /** The kinds of panel that are in use and that Grafana does not call deprecated. */
    private static final Set<String> KINDS = Set.of("timeseries", "stat", "state-timeline", "heatmap");

    /** Those of Okabe and Ito, a gray, and none. */
    private static final Set<String> COLORS = Set.of(
            "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#F0E442", "#D55E00", "#CC79A7", "#999999", "transparent");

    private static final Pattern COLOR = Pattern.compile("\"(?:fixedColor|color)\":\"([^\"]*)\"");

    private final Dashboard dashboard = new Dashboard();

    @Test
    void its_rows_are_the_questions_of_an_operator_in_the_order_of_asking() {
        assertThat(dashboard.panels().stream()
                        .filter(panel -> text(panel, "/type").equals("row")))
                .extracting(row -> text(row, "/title"))
                .containsExactly(
                        "Are callers fine?",
                        "Is the cache working?",
                        "Is the upstream fine?",
                        "Do the pods act as one?",
                        "Who is attacking?",
                        "What does the JVM do?");
    }

    @ParameterizedTest
    @MethodSource("panels")
    void each_panel_has_a_title_an_explanation_a_unit_and_named_lines(JsonNode panel) {
        assertThat(text(panel, "/type")).isIn(KINDS);
        assertThat(text(panel, "/title")).isNotBlank();
        assertThat(text(panel, "/description")).isNotBlank().endsWith(".");
        assertThat(text(panel, "/fieldConfig/defaults/unit")).isNotBlank();
        assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> {
            assertThat(text(target, "/legendFormat")).isNotBlank().isNotEqualTo("__auto");
            assertThat(text(target, "/datasource/uid")).isEqualTo("${datasource}");
        });
    }

    /** All panels but the firing alerts, which are the namespace's, are of the chosen pods and of this application. */
    @ParameterizedTest
    @MethodSource("panels")
    void each_panel_follows_the_variables(JsonNode panel) {
        for (JsonNode target : panel.get("targets")) {
            for (Selector selector : Selector.of(text(target, "/expr"))) {
                assertThat(selector.matchers())
                        .contains(
                                selector.metric().equals("ALERTS")
                                        ? "namespace=~\"$namespace\""
                                        : "application=\"offline-messages-gateway\", namespace=~\"$namespace\","
                                                + " job=~\"$job\", pod=~\"$pod\"");
            }
        }
    }

    static List<JsonNode> panels() {
        return new Dashboard()
                .panels().stream()
                        .filter(panel -> !text(panel, "/type").equals("row"))
                        .toList();
    }

    @Test
    void its_variables_are_source_namespace_job_and_pod() {
        assertThat(dashboard.queriedVariables())
                .extracting(variable -> text(variable, "/name"))
                .containsExactly("namespace", "job", "pod");
    }

    @Test
    void panels_stand_side_by_side_without_holes_or_overlaps() {
        var taken = new HashSet<String>();
        int bottom = 0;
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.get("gridPos");
            for (int x = number(place, "x"); x < number(place, "x") + number(place, "w"); x++) {
                for (int y = number(place, "y"); y < number(place, "y") + number(place, "h"); y++) {
                    assertThat(taken.add(x + "," + y))
                            .as(text(panel, "/title") + " at " + x + "," + y)
                            .isTrue();
                }
            }
            bottom = Math.max(bottom, number(place, "y") + number(place, "h"));
        }
        assertThat(taken).hasSize(COLUMNS * bottom);
    }

    @Test
    void panels_have_ids_of_their_own() {
        assertThat(dashboard.panels()).extracting(panel -> number(panel, "id")).doesNotHaveDuplicates();
    }

    @Test
    void each_way_in_which_the_cache_answers_has_a_color_of_its_own() {
        assertThat(colored("Requests by how the cache answered"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CacheResult.values())
                        .map(result -> "/ " + result.tag() + "$/")
                        .toList());
        assertThat(colored("Latency of details by how the cache answered"))
                .containsAll(
                        Stream.of(CacheResult.values()).map(CacheResult::tag).toList());
    }

    @ParameterizedTest
    @MethodSource("panels")
    void people_of_every_colour_vision_tell_its_colors_apart(JsonNode panel) {
        assertThat(COLOR.matcher(panel.toString()).results().map(found -> found.group(1)))
                .isSubsetOf(COLORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Latency by route", "Upstream latency by route"})
    void quantiles_of_a_route_differ_by_the_style_of_their_lines(String title) {
        assertThat(colored(title)).containsExactly("/^detail/", "/^list/", "/ p50$/", "/ p95$/");
    }

    private List<String> colored(String title) {
        JsonNode panel = dashboard.panels().stream()
                .filter(each -> text(each, "/title").equals(title))
                .findFirst()
                .orElseThrow();
        return panel.at("/fieldConfig/overrides")
                .valueStream()
                .map(override -> text(override, "/matcher/options"))
                .toList();
    }

    private static int number(JsonNode node, String name) {
        return node.get(name).intValue();
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asString();
    }
}
