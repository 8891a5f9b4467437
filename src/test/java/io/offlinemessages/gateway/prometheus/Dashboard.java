package io.offlinemessages.gateway.prometheus;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart's Grafana dashboard. */
public final class Dashboard {

    private static final Path FILE = Path.of("helm/offline-messages-gateway/files/dashboard.json");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    private final JsonNode root = JsonMapper.shared().readTree(FILE);

    /** The rows and panels, from top to bottom. */
    List<JsonNode> panels() {
        return list(root.get("panels"));
    }

    /** The variables that are filled by a query. */
    List<JsonNode> queriedVariables() {
        return list(root.at("/templating/list")).stream()
                .filter(variable -> variable.get("type").stringValue().equals("query"))
                .toList();
    }

    /**
     * All expressions as Grafana sends them to Prometheus: those of the panels and annotations, and of each variable the series
     * that it takes its values from. Every variable stands for all its values.
     */
    public List<String> expressions(String rateInterval) {
        Stream<JsonNode> targets = panels().stream().flatMap(panel -> list(panel.path("targets")).stream());
        Stream<JsonNode> annotations =
                list(root.at("/annotations/list")).stream().map(annotation -> annotation.get("target"));
        Stream<String> asked = Stream.concat(targets, annotations)
                .map(target -> target.get("expr").stringValue());
        Stream<String> variables = queriedVariables().stream()
                .map(variable -> variable.at("/query/query").stringValue());
        return Stream.concat(asked, variables.map(Dashboard::seriesWithTheLabel))
                .map(expression -> expression
                        .replace("$__rate_interval", rateInterval)
                        .replaceAll("\\$(namespace|job|pod)\\b", ".*"))
                .distinct()
                .toList();
    }

    /** {@code label_values} is Grafana's own: the values of a label among some series. */
    private static String seriesWithTheLabel(String query) {
        var found = LABEL_VALUES.matcher(query);
        if (!found.matches()) {
            throw new IllegalArgumentException(query);
        }
        String label = found.group(2);
        return "group by (" + label + ") (" + found.group(1).replace("}", ", " + label + "!=\"\"}") + ")";
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }
}
