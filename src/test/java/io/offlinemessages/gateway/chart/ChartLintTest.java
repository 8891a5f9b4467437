package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/** The chart's own files: sound by Helm's measure, of the project's version, and documented as they are checked. */
@Tag("chart")
class ChartLintTest {

    @TempDir
    private Path folder;

    @ForEachWay
    void helm_lint_has_nothing_to_say_against_a_way_that_helm_template_renders(String way) throws IOException {
        LintResult result = lint(Path.of("src", "test", "resources", "chart", way));
        assertThat(result.getMessages()).noneMatch(line -> line.contains("[WARNING]") || line.contains("[ERROR]"));
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void helm_lint_without_values_fails_with_the_sentences_of_helm_template() {
        LintResult result = new Helm(Chart.FOLDER).lint().call();
        assertThat(result.isFailed()).isTrue();
        assertThat(result.getMessages())
                .anySatisfy(line -> assertThat(line)
                        .contains("[ERROR]")
                        .contains("config.gateway.upstream.base-url is not set; it must be an http or https address")
                        .contains("users is not set; it must be users.existingSecret")
                        .contains("upstreamCredential is not set; it must be upstreamCredential.existingSecret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {resources: {limits: {memory: 64Mi}}}          | resources.limits.memory is 64Mi; it must be at least 256Mi
            {config: {gateway: {cache: {ttl: 31d}}}}       | config.gateway.cache.ttl is 31d; it must be a duration from 0s to 30d.
            {config: {gateway: {cache: {ttll: 3s}}}}       | additional properties 'ttll' not allowed
            {extraVolumes: [{name: tmp, emptyDir: {}}]}    | which the chart has itself; choose another name.
            """)
    void helm_lint_fails_where_helm_template_does(String values, String sentence) throws IOException {
        Path more = Files.writeString(folder.resolve("more.yaml"), values);
        LintResult result = lint(Path.of("src", "test", "resources", "chart", "existing-secrets.yaml"), more);
        assertThat(result.isFailed()).isTrue();
        assertThat(result.getMessages()).anySatisfy(line -> assertThat(line).contains(sentence));
    }

    @Test
    void helm_lint_takes_values_that_stand_beside_a_default_that_they_set_to_null() throws IOException {
        String values = "{resources: {requests: {memory: 2Gi}, limits: {memory: null}},"
                + " podDisruptionBudget: {minAvailable: 1, maxUnavailable: null}}";
        Path more = Files.writeString(folder.resolve("more.yaml"), values);
        assertThat(lint(Path.of("src", "test", "resources", "chart", "existing-secrets.yaml"), more)
                        .isFailed())
                .isFalse();
    }

    @Test
    void chart_and_application_have_the_version_of_the_project() throws Exception {
        var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
        String version = XPathFactory.newInstance().newXPath().evaluate("/project/properties/revision", pom);
        assertThat(yaml("Chart.yaml")).containsEntry("version", version).containsEntry("appVersion", version);
    }

    @Test
    void the_schema_knows_the_values_that_values_yaml_documents_and_no_others() throws IOException {
        var documented = new TreeSet<String>();
        collect("", yaml("values.yaml"), yaml("values.schema.json"), documented);
        var checked = new TreeSet<String>();
        checked("", yaml("values.schema.json"), checked);
        checked.removeIf(name ->
                name.startsWith("config.") || name.startsWith("prometheusRule.alerts.") || name.equals("global"));
        assertThat(documented).isEqualTo(checked);
    }

    @Test
    void the_schema_refuses_unknown_names_everywhere_but_below_config() throws IOException {
        Map<String, Object> schema = yaml("values.schema.json");
        assertThat(schema).containsEntry("additionalProperties", false);
        KubernetesModel.map(schema.get("properties")).forEach((name, value) -> {
            var property = KubernetesModel.map(value);
            if (property.containsKey("properties") && !name.equals("config")) {
                assertThat(property).as(name).containsEntry("additionalProperties", false);
            }
        });
    }

    @Test
    void every_value_is_documented_where_it_stands() throws IOException {
        var undocumented = new TreeSet<String>();
        String before = "";
        boolean parentDocumented = false;
        for (String line : Files.readAllLines(Chart.FOLDER.resolve("values.yaml"))) {
            boolean documented = before.strip().startsWith("#");
            if (line.matches("\\w+:.*")) {
                parentDocumented = documented;
            }
            if (line.matches("( {2})?\\w+:.*") && !documented && !parentDocumented) {
                undocumented.add(line);
            }
            before = line;
        }
        assertThat(undocumented).isEmpty();
    }

    /** The names of values, down to where the schema takes any name. */
    private static void collect(String prefix, Map<String, Object> values, Map<String, Object> schema, Set<String> to) {
        var properties = KubernetesModel.map(schema.getOrDefault("properties", Map.of()));
        values.forEach((name, value) -> {
            to.add(prefix + name);
            if (value instanceof Map<?, ?> && properties.get(name) instanceof Map<?, ?> inner) {
                if (inner.containsKey("properties")) {
                    collect(prefix + name + ".", KubernetesModel.map(value), KubernetesModel.map(inner), to);
                }
            }
        });
    }

    private static void checked(String prefix, Map<String, Object> schema, Set<String> to) {
        KubernetesModel.map(schema.getOrDefault("properties", Map.of())).forEach((name, value) -> {
            to.add(prefix + name);
            if (value instanceof Map<?, ?> inner && !inner.containsKey("$ref")) {
                checked(prefix + name + ".", KubernetesModel.map(value), to);
            }
        });
    }

    /**
     * Runs {@code helm lint -f}. The library takes no values files, so a copy of the chart has them as its own values. Where they set a
     * default to null, {@code helm lint} checks the templates with the default.
     */
    private LintResult lint(Path... valuesFiles) throws IOException {
        Path copy = folder.resolve("offline-messages-gateway");
        FileSystemUtils.copyRecursively(Chart.FOLDER, copy);
        Map<String, Object> values = yaml("values.yaml");
        for (Path file : valuesFiles) {
            values = merged(values, KubernetesModel.map(new Yaml().load(Files.readString(file))));
        }
        Files.writeString(copy.resolve("values.yaml"), new Yaml().dump(values));
        return new Helm(copy).lint().strict().call();
    }

    private static Map<String, Object> merged(Map<String, Object> defaults, Map<String, Object> values) {
        Map<String, Object> merged = new LinkedHashMap<>(defaults);
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> && defaults.get(name) instanceof Map<?, ?> inner) {
                merged.put(name, merged(KubernetesModel.map(inner), KubernetesModel.map(value)));
            } else if (value != null) {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static Map<String, Object> yaml(String file) throws IOException {
        Path path = Chart.FOLDER.resolve(file);
        return KubernetesModel.map(new Yaml().load(Files.readString(path)));
    }
}
