package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The chart's own files: sound by Helm's measure, of the project's version, and documented as they are checked. */
class ChartLintTest {

    @Test
    void helm_has_nothing_to_say_against_it() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
        assertThat(result.isFailed()).as(result.toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("[WARNING]") || line.contains("[ERROR]"));
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
        checked.removeIf(name -> name.startsWith("config.") || name.equals("global"));
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

    private static Map<String, Object> yaml(String file) throws IOException {
        Path path = Chart.FOLDER.resolve(file);
        return KubernetesModel.map(new Yaml().load(Files.readString(path)));
    }
}
