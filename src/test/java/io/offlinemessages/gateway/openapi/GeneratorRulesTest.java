package io.offlinemessages.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The document keeps the rules that generated clients need. The slow tests generate such clients and call the gateway with them. */
class GeneratorRulesTest {

    /** Type names that a language or its standard library has taken, in lower case. */
    private static final Set<String> TAKEN = Set.of(
            "any",
            "array",
            "blob",
            "boolean",
            "byte",
            "char",
            "class",
            "date",
            "double",
            "enum",
            "error",
            "event",
            "exception",
            "file",
            "float",
            "function",
            "headers",
            "int",
            "integer",
            "interface",
            "iterable",
            "json",
            "list",
            "long",
            "map",
            "model",
            "module",
            "namespace",
            "none",
            "null",
            "number",
            "object",
            "optional",
            "package",
            "promise",
            "record",
            "request",
            "response",
            "result",
            "set",
            "short",
            "string",
            "symbol",
            "thread",
            "throwable",
            "tuple",
            "type",
            "undefined",
            "union",
            "url",
            "void");

    private final OpenApi api = OpenApi.published();

    /** An object, union or intersection elsewhere gets a name of the generator's making, such as {@code InlineObject1}. */
    @Test
    void each_model_is_a_named_schema() {
        assertThat(nodes(GeneratorRulesTest::isModel).keySet())
                .isNotEmpty()
                .allMatch(place -> place.matches("/components/schemas/[A-Za-z]+"));
    }

    private static boolean isModel(JsonNode node) {
        return isType(node, "object")
                || node.path("properties").isObject()
                || List.of("allOf", "anyOf", "oneOf").stream().anyMatch(node::has);
    }

    private static boolean isType(JsonNode node, String type) {
        JsonNode types = node.path("type");
        return types.asString("").equals(type)
                || types.valueStream().anyMatch(each -> each.asString("").equals(type));
    }

    @Test
    void no_model_has_a_name_that_a_language_has_taken() {
        assertThat(api.root().at("/components/schemas").propertyNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .doesNotContainAnyElementsOf(TAKEN)
                .doesNotHaveDuplicates();
    }

    /** Without it generators differ: some clients take a field that is not described for an error. */
    @Test
    void each_model_says_whether_it_may_have_other_fields() {
        assertThat(nodes(node -> isType(node, "object")).values()).allMatch(model -> model.has("additionalProperties"));
    }

    /** Else a client refuses the value, and its user never sees the documented answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
                "minLength",
                "maxLength",
                "pattern",
                "enum",
                "const"
            })
    void no_parameter_has_a_bound_that_clients_check(String keyword) {
        assertThat(api.root().at("/components/parameters").properties())
                .isNotEmpty()
                .allMatch(parameter ->
                        !api.resolved(parameter.getValue().path("schema")).has(keyword));
    }

    /** A client would parse the content of an answer that has none. */
    @Test
    void answers_to_head_and_answers_with_304_have_no_content() {
        var withContent = new ArrayList<String>();
        api.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .path("responses")
                                .properties()
                                .forEach(response -> {
                                    boolean empty = operation.getKey().equals("head")
                                            || response.getKey().equals("304");
                                    if (empty
                                            && api.resolved(response.getValue()).has("content")) {
                                        withContent.add(
                                                operation.getKey() + " " + path.getKey() + " " + response.getKey());
                                    }
                                })));
        assertThat(withContent).isEmpty();
    }

    /** Clients parse content that has a schema, and JSON is all that they parse. Two sentences call themselves JSON and are none. */
    @Test
    void only_json_has_a_schema() {
        assertThat(nodes(node -> node.has("schema")).keySet())
                .filteredOn(place -> place.contains("/content/"))
                .isNotEmpty()
                .allMatch(place -> place.endsWith("/content/application~1json"));
    }

    @Test
    void each_operation_has_one_tag_and_an_id_that_is_a_name_in_every_language() {
        assertThat(nodes(node -> node.has("operationId")).values()).hasSize(6).allSatisfy(operation -> {
            assertThat(operation.path("operationId").stringValue()).matches("[a-z]+([A-Z][a-z]+)+");
            assertThat(operation.path("tags").size()).isEqualTo(1);
        });
    }

    /** The objects of the document, examples aside, that are as asked, by their JSON pointers. */
    private Map<String, JsonNode> nodes(Predicate<JsonNode> wanted) {
        var found = new TreeMap<String, JsonNode>();
        collect("", api.root(), wanted, found);
        return found;
    }

    private static void collect(String place, JsonNode node, Predicate<JsonNode> wanted, Map<String, JsonNode> found) {
        if (wanted.test(node)) {
            found.put(place, node);
        }
        node.properties().stream()
                .filter(property -> !Set.of("example", "examples").contains(property.getKey()))
                .forEach(property -> collect(
                        place + '/' + property.getKey().replace("/", "~1"), property.getValue(), wanted, found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + '/' + i, node.get(i), wanted, found);
        }
    }
}
