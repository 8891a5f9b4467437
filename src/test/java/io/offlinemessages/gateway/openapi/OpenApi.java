package io.offlinemessages.gateway.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published document as a tree, with its references followed. */
public final class OpenApi {

    private static final OpenApi PUBLISHED =
            new OpenApi(new YAMLMapper().readTree(OpenApiDocument.packaged().body()));

    private final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .build());
    /** By the nodes themselves: to compare them by what they hold would be most of the work for each response. */
    private final Map<JsonNode, Schema> schemas = Collections.synchronizedMap(new IdentityHashMap<>());

    private OpenApi(JsonNode root) {
        this.root = root;
    }

    /** The document that the gateway publishes. */
    public static OpenApi published() {
        return PUBLISHED;
    }

    JsonNode root() {
        return root;
    }

    /** What does not fit the schema of this name. */
    public List<String> problems(String schema, JsonNode value) {
        return problems(root.at("/components/schemas/" + schema), value);
    }

    /** What does not fit a schema that stands in the document. */
    List<String> problems(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** The responses that a request may get; those of any other request, where it belongs to no operation. */
    JsonNode responses(String method, String target) {
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            JsonNode operation = path.getValue().path(method.toLowerCase(Locale.ROOT));
            if (operation.isObject() && isUpperCase(method) && isAt(path.getKey(), path(target))) {
                return operation.path("responses");
            }
        }
        return root.at("/x-any-other-request/responses");
    }

    /** The response to a request, by its status; missing where it is not described. */
    JsonNode response(String method, String target, int status) {
        return resolved(responses(method, target).path(Integer.toString(status)));
    }

    /**
     * Whether an error is one of the examples of its media type. Where an example has a pattern of its message, {@code x-message},
     * any message that fits the pattern will do.
     */
    static boolean isExample(JsonNode media, JsonNode error) {
        return media.path("examples").valueStream().anyMatch(example -> {
            JsonNode value = example.path("value");
            return value.equals(error)
                    || (example.has("x-message")
                            && Objects.equals(value.findValue("code"), error.findValue("code"))
                            && fitsPattern(example, error));
        });
    }

    /** Whether the message of an example fits its own pattern; true without one. */
    static boolean fitsItsPattern(JsonNode example) {
        return !example.has("x-message") || fitsPattern(example, example.path("value"));
    }

    private static boolean fitsPattern(JsonNode example, JsonNode error) {
        return Pattern.compile(example.path("x-message").stringValue())
                .matcher(message(error))
                .find();
    }

    private static String message(JsonNode error) {
        JsonNode message = error.findValue("message");
        return message == null ? "" : message.asString("");
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString() ? root.at(reference.stringValue().substring(1)) : node;
    }

    /** Method names are case-sensitive, but the document writes them in lower case. */
    private static boolean isUpperCase(String method) {
        return method.equals(method.toUpperCase(Locale.ROOT));
    }

    private static boolean isAt(String template, String path) {
        if (!template.startsWith("/api/")) {
            // The document says of its own path that it has no other spelling.
            return template.equals(path);
        }
        List<String> wanted = segments(template);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).startsWith("{") && !wanted.get(i).equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The path of a target in origin form or absolute form. */
    private static String path(String target) {
        String withoutQuery = target.split("\\?", 2)[0];
        return withoutQuery.replaceFirst("^https?://[^/]*", "");
    }

    /** The decoded segments of a path, without the trailing slash. */
    private static List<String> segments(String path) {
        var segments = new ArrayList<>(
                Arrays.stream(path.split("/", -1)).map(OpenApi::decoded).toList());
        if (segments.size() > 2 && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        return segments;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException stray) {
            return segment;
        }
    }

    /** With the components beside it, so that references into them lead somewhere. */
    private Schema compile(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", root.path("components"));
        return registry.getSchema(whole);
    }
}
