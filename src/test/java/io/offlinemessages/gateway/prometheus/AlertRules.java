package io.offlinemessages.gateway.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

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
        return rules().stream()
                .filter(rule -> rule.containsKey("alert"))
                .map(rule -> new Alert(
                        (String) rule.get("alert"),
                        (String) rule.get("expr"),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))))
                .toList();
    }

    /** The expressions of all rules. */
    public static List<String> expressions() {
        return rules().stream().map(rule -> (String) rule.get("expr")).toList();
    }

    @SuppressWarnings("unchecked") // the file's shape is promtool's to check
    private static List<Map<String, Object>> rules() {
        try (var file = Files.newBufferedReader(FILE)) {
            Map<String, Object> document = new Yaml().load(file);
            return ((List<Map<String, Object>>) document.get("groups"))
                    .stream()
                            .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(Object map) {
        return (Map<String, String>) map;
    }
}
