package io.offlinemessages.gateway.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The chart's rule file. */
public final class AlertRules {

    /** Where it is. */
    public static final Path FILE = Path.of("helm/offline-messages-gateway/files/alerts.yaml");

    private AlertRules() {}

    /**
     * One alert.
     *
     * @param name its name
     * @param expression what it watches
     * @param labels what it is labelled with
     * @param annotations what it tells people
     */
    public record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The alerts, in the order of the file. */
    public static List<Alert> alerts() {
        return rules().filter(rule -> rule.has("alert"))
                .map(rule -> new Alert(
                        rule.get("alert").stringValue(),
                        rule.get("expr").stringValue(),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))))
                .toList();
    }

    /** The expressions of all rules. */
    public static List<String> expressions() {
        return rules().map(rule -> rule.get("expr").stringValue()).toList();
    }

    /** The rule file with these alerts and the recording rules alone, as JSON, which is YAML too. */
    static String only(Set<String> alerts) {
        JsonNode file = yaml(FILE);
        for (JsonNode group : file.get("groups")) {
            ((ArrayNode) group.get("rules"))
                    .removeIf(rule -> rule.has("alert")
                            && !alerts.contains(rule.get("alert").stringValue()));
        }
        return file.toString();
    }

    private static Stream<JsonNode> rules() {
        return yaml(FILE)
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream());
    }

    private static Map<String, String> texts(JsonNode map) {
        return map.propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, property -> property.getValue().stringValue()));
    }

    /** A file of YAML as a tree. */
    static JsonNode yaml(Path path) {
        try (var file = Files.newBufferedReader(path)) {
            return JsonMapper.shared().valueToTree(new Yaml().load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
