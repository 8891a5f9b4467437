package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.GatewayMetadata.Property;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** IDEs complete and explain every property of the gateway by the metadata, which say what the code does. */
class GatewayMetadataTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "gateway.upstream.base-url", "https://api.example.com",
            "gateway.upstream.username", "gateway",
            "gateway.upstream.password", "secret",
            "gateway.access.users-file", "users.yaml");

    @Test
    void every_property_is_explained_in_a_sentence() {
        assertThat(GatewayMetadata.read().values())
                .hasSizeGreaterThan(40)
                .allSatisfy(property -> assertThat(property.description())
                        .as(property.name())
                        .hasSizeGreaterThan(10)
                        .endsWith(".")
                        .doesNotContain("{@", "<"));
    }

    @Test
    void every_value_of_an_enumeration_is_named_as_operators_write_it() {
        Stream<Property> enumerations =
                GatewayMetadata.read().values().stream().filter(property -> constants(property).length > 0);
        assertThat(enumerations).hasSize(5).allSatisfy(property -> {
            assertThat(property.values().stream().map(value -> bound(property, value)))
                    .as(property.name())
                    .containsExactlyInAnyOrder(constants(property));
            assertThat(property.presetAsDocumented()).isPresent();
        });
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void a_property_takes_all_from_the_least_to_the_most_that_its_explanation_names(Property property) {
        var range = property.range().orElseThrow();
        assertThatCode(() -> bind(property, range.least())).doesNotThrowAnyException();
        assertThatCode(() -> bind(property, range.most())).doesNotThrowAnyException();
        assertThatThrownBy(() -> bind(property, beyond(property, range.least(), -1)))
                .hasStackTraceContaining(property.name());
        assertThatThrownBy(() -> bind(property, beyond(property, range.most(), 1)))
                .hasStackTraceContaining(property.name());
    }

    static List<Property> ranges() {
        List<Property> ranges = GatewayMetadata.read().values().stream()
                .filter(property -> property.range().isPresent())
                .toList();
        assertThat(ranges).hasSizeGreaterThan(20);
        return ranges;
    }

    private static String beyond(Property property, String bound, int step) {
        return switch (property.type()) {
            case "java.lang.Integer" -> Integer.toString(Integer.parseInt(bound) + step);
            case "java.time.Duration" ->
                DurationStyle.detectAndParse(bound)
                                .plus(Duration.ofMillis(step))
                                .toMillis() + "ms";
            default -> DataSize.parse(bound).toBytes() + step + "B";
        };
    }

    /** Binds the property beside those that are required; a deadline takes the waits within it along. */
    private static GatewayProperties bind(Property property, String value) {
        var all = new HashMap<>(REQUIRED);
        if (property.name().equals("gateway.upstream.deadline")) {
            all.put("gateway.upstream.connect-timeout", "1ms");
            all.put("gateway.upstream.response-timeout", "1ms");
        }
        all.put(property.name(), value);
        return binder(all).bind("gateway", GatewayProperties.class).get();
    }

    private static Object bound(Property property, String value) {
        return binder(Map.of(property.name(), value))
                .bind(property.name(), element(property))
                .get();
    }

    private static Binder binder(Map<String, String> properties) {
        return new Binder(
                List.of(new MapConfigurationPropertySource(properties)),
                null,
                ApplicationConversionService.getSharedInstance());
    }

    private static Object[] constants(Property property) {
        Object[] constants = element(property).getEnumConstants();
        return constants == null ? new Object[0] : constants;
    }

    /** The property's type, or that of an element of its list. */
    private static Class<?> element(Property property) {
        String name = property.type().replaceFirst("^java\\.util\\.(?:List|Set)<(.*)>$", "$1");
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(property.name() + " is of type " + name, e);
        }
    }
}
