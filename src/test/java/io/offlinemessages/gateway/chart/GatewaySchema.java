package io.offlinemessages.gateway.chart;

import io.offlinemessages.gateway.GatewayMetadata.Property;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The generator of the chart's schema and ranges of the gateway's properties, from the configuration metadata. */
final class GatewaySchema {

    private static final String COMMENT =
            "Made from the gateway's configuration metadata by GatewaySchemaTest, which says how.";

    /** Spring's placeholders, such as {@code ${TTL:30s}}: their values are known in the pod only. */
    private static final String PLACEHOLDER = "[$][{].+[}]";

    private GatewaySchema() {}

    /** The least and the most of each property that has them: the file by which the templates check what a schema cannot. */
    static String ranges(Collection<Property> properties) {
        return properties.stream()
                .flatMap(property -> property.range().stream()
                        .map(range -> "  " + json(property.name()) + ": " + json(List.of(range.least(), range.most()))))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /** The schema's definition {@code gateway} as it stands among the others, four columns from the margin. */
    static String definition(Collection<Property> properties) {
        return "    \"gateway\": {\n      \"$comment\": " + json(COMMENT) + ",\n"
                + section("gateway", properties, "      ") + "    }";
    }

    private static String section(String name, Collection<Property> properties, String margin) {
        Map<String, List<Property>> children = properties.stream()
                .collect(Collectors.groupingBy(each -> child(name, each), TreeMap::new, Collectors.toList()));
        String rows = children.entrySet().stream()
                .map(child -> margin + "  " + json(child.getKey()) + ": "
                        + value(name + '.' + child.getKey(), child.getValue(), margin + "  "))
                .collect(Collectors.joining(",\n"));
        return margin + "\"type\": \"object\",\n"
                + margin + "\"additionalProperties\": false,\n"
                + margin + "\"propertyNames\": {\"enum\": " + json(children.keySet()) + "},\n"
                + margin + "\"properties\": {\n" + rows + "\n"
                + margin + "}\n";
    }

    private static String child(String parent, Property property) {
        return property.name().substring(parent.length() + 1).replaceFirst("[.].*", "");
    }

    private static String value(String name, List<Property> properties, String margin) {
        Property first = properties.get(0);
        return first.name().equals(name)
                ? property(first)
                : "{\n" + section(name, properties, margin + "  ") + margin + "}";
    }

    private static String property(Property property) {
        var members = new LinkedHashMap<String, String>();
        members.put("description", json(property.description()));
        property.presetAsDocumented().ifPresent(preset -> members.put("default", preset));
        members.putAll(type(property));
        return object(members);
    }

    private static Map<String, String> type(Property property) {
        if (property.type().contains(".Secret")) {
            // The templates refuse it by a sentence that does not show it.
            return Map.of();
        }
        if (!property.values().isEmpty()) {
            return property.isList() ? choices(property) : choice(property);
        }
        return switch (property.type()) {
            case "java.lang.Integer" -> integer(property);
            case "java.lang.Boolean" -> reference("gatewayBoolean");
            case "java.time.Duration" -> reference("gatewayDuration");
            case "org.springframework.util.unit.DataSize" -> reference("gatewaySize");
            case "java.util.List<java.lang.String>" -> reference("gatewayTexts");
            case "java.lang.String", "java.nio.file.Path", "io.offlinemessages.gateway.upstream.BaseUrl" ->
                reference("gatewayText");
            default -> throw new IllegalStateException(property.name() + " has no type that the schema knows");
        };
    }

    private static Map<String, String> reference(String name) {
        return Map.of("$ref", json("#/definitions/" + name));
    }

    private static Map<String, String> integer(Property property) {
        var range = property.range().orElseThrow(() -> new IllegalStateException(property.name() + " has no range"));
        return members(
                "type", json(List.of("integer", "string", "null")),
                "minimum", range.least(),
                "maximum", range.most(),
                "pattern", pattern("[0-9]+"));
    }

    private static Map<String, String> choice(Property property) {
        String pattern = pattern("(" + String.join("|", property.values()) + ")");
        // YAML reads "off" as false.
        return property.values().contains("off")
                ? members(
                        "type", json(List.of("string", "boolean", "null")),
                        "not", object(Map.of("const", "true")),
                        "pattern", pattern,
                        "examples", json(property.values()))
                : members(
                        "type", json(List.of("string", "null")),
                        "pattern", pattern,
                        "examples", json(property.values()));
    }

    private static Map<String, String> choices(Property property) {
        String one = "(" + String.join("|", property.values()) + ")";
        return members(
                "type", json(List.of("array", "string", "null")),
                "minItems", "1",
                "items", object(members("type", json("string"), "pattern", pattern(one))),
                "pattern", pattern(one + "(, *" + one + ")*"),
                "examples", "[" + json(property.values()) + "]");
    }

    private static String pattern(String whole) {
        return json("^" + whole + "$|" + PLACEHOLDER);
    }

    private static Map<String, String> members(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> json(member.getKey()) + ": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String json(Collection<String> texts) {
        return texts.stream().map(GatewaySchema::json).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String json(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
