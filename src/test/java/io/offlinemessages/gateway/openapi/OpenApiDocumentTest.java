package io.offlinemessages.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OpenApi api = OpenApi.published();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /**
     * An example of an error.
     *
     * @param status the status of the responses that it stands for
     * @param contentType the media type
     * @param body the bytes
     */
    private record Example(String status, String contentType, String body) {}

    @Test
    void it_is_an_openapi_3_1_document_by_the_official_schema() {
        var official = registry.getSchema(
                Objects.requireNonNull(OpenApiDocumentTest.class.getResourceAsStream("/openapi/schema.json")),
                InputFormat.JSON);
        assertThat(official.validate(api.root())).isEmpty();
    }

    @Test
    void its_schemas_are_json_schemas() {
        var dialect = registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        walk(api.root(), (name, node) -> {
            if (name.equals("schema")) {
                assertThat(dialect.validate(node)).as("%s", node).isEmpty();
            }
        });
        api.root()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(dialect.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    @Test
    void its_references_lead_somewhere_and_every_component_is_used() {
        Set<String> references = new HashSet<>();
        walk(api.root(), (name, node) -> {
            if (name.equals("$ref")) {
                references.add(node.stringValue());
            }
        });
        List<String> components = new ArrayList<>();
        api.root().path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> kind.getValue()
                        .propertyNames()
                        .forEach(name -> components.add("#/components/" + kind.getKey() + "/" + name)));
        assertThat(references).containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void each_operation_has_an_id_of_its_own() {
        List<String> ids = new ArrayList<>();
        walk(api.root().path("paths"), (name, node) -> {
            if (name.equals("operationId")) {
                ids.add(node.stringValue());
            }
        });
        assertThat(ids).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void head_is_described_as_get_is() {
        assertThat(api.root().path("paths").properties()).allSatisfy(path -> {
            JsonNode get = path.getValue().path("get");
            JsonNode head = path.getValue().path("head");
            assertThat(head.path("parameters")).isEqualTo(get.path("parameters"));
            assertThat(head.path("security")).isEqualTo(get.path("security"));
            assertThat(fields(head.path("responses"))).isEqualTo(fields(get.path("responses")));
        });
    }

    /** The header fields of each status. */
    private Map<String, JsonNode> fields(JsonNode responses) {
        var fields = new TreeMap<String, JsonNode>();
        responses
                .properties()
                .forEach(response -> fields.put(
                        response.getKey(), api.resolved(response.getValue()).path("headers")));
        return fields;
    }

    @ParameterizedTest
    @EnumSource
    void every_failure_is_described_byte_for_byte(FailureKind kind) {
        assertThat(errors()).contains(example(kind));
    }

    @Test
    void no_error_is_described_that_the_gateway_does_not_make() {
        assertThat(errors())
                .isSubsetOf(Arrays.stream(FailureKind.values())
                        .map(OpenApiDocumentTest::example)
                        .collect(Collectors.toSet()));
    }

    @Test
    void every_example_fits_its_schema() {
        walk(api.root(), (name, node) -> {
            JsonNode schema = api.resolved(node.path("schema"));
            node.path("examples").forEach(example -> {
                assertThat(OpenApi.fitsItsPattern(example)).as("%s", example).isTrue();
                if (schema.isObject()) {
                    assertThat(api.problems(schema, example.path("value")))
                            .as("%s", example)
                            .isEmpty();
                }
            });
            if (node.has("schema") && node.has("example")) {
                assertThat(api.problems(schema, node.path("example"))).as(name).isEmpty();
            }
        });
    }

    @Test
    void the_good_examples_are_the_documented_ones() {
        JsonNode responses = api.root().at("/components/responses");
        assertThat(responses.at("/MessageList/content/application~1json/examples/documented/value"))
                .isEqualTo(documented("list.json"));
        assertThat(responses.at("/Message/content/application~1json/examples/documented/value"))
                .isEqualTo(documented("detail.json"));
    }

    /** The examples of all responses that are reached from an operation or from any other request. */
    private Set<Example> errors() {
        Set<Example> errors = new HashSet<>();
        walk(api.root(), (name, node) -> {
            if (name.equals("responses") && node.propertyNames().stream().allMatch(key -> key.matches("[0-9]{3}"))) {
                node.properties().stream()
                        .filter(response -> response.getKey().compareTo("400") >= 0)
                        .forEach(response -> collect(response.getKey(), api.resolved(response.getValue()), errors));
            }
        });
        return errors;
    }

    private static void collect(String status, JsonNode response, Set<Example> errors) {
        response.path("content")
                .properties()
                .forEach(media -> media.getValue().path("examples").forEach(example -> {
                    JsonNode value = example.path("value");
                    String body = value.isString() ? value.stringValue() : JSON.writeValueAsString(value);
                    errors.add(new Example(status, media.getKey(), body));
                }));
    }

    private static Example example(FailureKind kind) {
        Failure failure = Failure.of(
                kind,
                switch (kind) {
                    case INVALID_PAGE -> "-2";
                    case INVALID_ID -> "-14";
                    case DETAIL_FORBIDDEN, NO_RECORD -> "744";
                    default -> "";
                });
        return new Example(
                Integer.toString(failure.status()),
                failure.contentType(),
                new String(failure.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode documented(String file) {
        return JSON.readTree(
                Objects.requireNonNull(OpenApiDocumentTest.class.getResourceAsStream("/documented/" + file)));
    }

    private static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.properties().forEach(property -> {
            visitor.accept(property.getKey(), property.getValue());
            walk(property.getValue(), visitor);
        });
        if (node.isArray()) {
            node.forEach(element -> walk(element, visitor));
        }
    }
}
