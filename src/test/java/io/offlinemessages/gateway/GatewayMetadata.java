package io.offlinemessages.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration metadata that the compiler wrote, as far as it is of {@code gateway.*}. */
public final class GatewayMetadata {

    private static final Path FILE = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

    private GatewayMetadata() {}

    /** Every property, by its name. */
    public static SortedMap<String, Property> read() {
        JsonNode root = root();
        Map<String, List<String>> values = new HashMap<>();
        for (JsonNode hint : root.path("hints")) {
            values.put(hint.path("name").asString(), strings(hint.path("values"), "value"));
        }
        var properties = new TreeMap<String, Property>();
        for (JsonNode each : root.path("properties")) {
            String name = each.path("name").asString();
            if (name.startsWith("gateway.")) {
                properties.put(
                        name,
                        new Property(
                                name,
                                each.path("type").asString(),
                                each.get("defaultValue"),
                                each.path("description").asString("").strip().replaceAll("\\s+", " "),
                                values.getOrDefault(name, List.of())));
            }
        }
        return properties;
    }

    private static JsonNode root() {
        try {
            return JsonMapper.shared().readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(JsonNode array, String member) {
        return array.valueStream().map(each -> each.path(member).asString()).toList();
    }

    /**
     * One property.
     *
     * @param name its name, such as {@code gateway.cache.ttl}
     * @param type its Java type, such as {@code java.time.Duration}
     * @param preset its default as the code writes it; null for none
     * @param description its explanation
     * @param values the values of an enumeration as operators write them; empty for all other types
     */
    public record Property(
            String name, String type, @Nullable JsonNode preset, String description, List<String> values) {

        private static final String BOUND = "(\\d+(?:ms|[smhd]|B|KB|MB)?)";
        private static final Pattern RANGE =
                Pattern.compile("\\b" + BOUND + "(?: \\([^)]*\\))? to " + BOUND + "(?=[ ,;.])");

        /** Whether it is a list or a set. */
        public boolean isList() {
            return type.startsWith("java.util.List<") || type.startsWith("java.util.Set<");
        }

        /** The least and the greatest value, as the description says them. */
        public Optional<Range> range() {
            Matcher matcher = RANGE.matcher(description);
            return matcher.find() ? Optional.of(new Range(matcher.group(1), matcher.group(2))) : Optional.empty();
        }

        /** The default as operators write it, in JSON; empty for none. */
        public Optional<String> presetAsDocumented() {
            if (preset == null) {
                return Optional.empty();
            }
            List<JsonNode> single = preset.isArray() ? preset.valueStream().toList() : List.of(preset);
            String json = single.stream().map(this::documented).collect(Collectors.joining(", "));
            return isList() && json.isEmpty() ? Optional.empty() : Optional.of(isList() ? "[" + json + "]" : json);
        }

        private String documented(JsonNode value) {
            return values.stream()
                    .filter(each -> letters(each).equals(letters(value.asString(""))))
                    .findFirst()
                    .map(each -> JsonMapper.shared().writeValueAsString(each))
                    .orElseGet(value::toString);
        }

        private static String letters(String text) {
            return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        }
    }

    /**
     * The least and the greatest value that are allowed.
     *
     * @param least as it is written, such as {@code 100ms}
     * @param most as it is written, such as {@code 1h}
     */
    public record Range(String least, String most) {}
}
