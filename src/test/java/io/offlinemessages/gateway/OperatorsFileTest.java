package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** {@code config/application.yaml} says what the defaults are, and says it of every knob. */
class OperatorsFileTest {

    private static final MapPropertySource REQUIRED = new MapPropertySource(
            "required",
            Map.of(
                    "gateway.upstream.base-url", "https://api.example.com",
                    "gateway.upstream.username", "gateway",
                    "gateway.upstream.password", "secret",
                    "gateway.access.users-file", "users.yaml"));

    private static final Path FILE = Path.of("config", "application.yaml");

    private final PropertySource<?> operators = load(new FileSystemResource(FILE));

    @Test
    void the_gateways_own_properties_are_listed_with_their_defaults() {
        assertThat(bind(REQUIRED, operators)).isEqualTo(bind(REQUIRED));
    }

    @Test
    void it_names_the_properties_that_the_metadata_explain_and_no_others() {
        assertThat(below("gateway", uncommented()).keySet())
                .containsExactlyInAnyOrderElementsOf(GatewayMetadata.read().keySet());
    }

    @Test
    void a_property_stands_there_with_its_default_and_is_commented_out_without_one() {
        Map<String, Object> active = below("gateway", text());
        assertThat(GatewayMetadata.read().values())
                .allSatisfy(property -> assertThat(json(active.get(property.name())))
                        .as(property.name())
                        .isEqualTo(property.presetAsDocumented().orElse("")));
    }

    @Test
    void all_other_properties_are_those_of_the_built_in_file() {
        var builtIn = (EnumerablePropertySource<?>) load(new ClassPathResource("application.yaml"));
        var differing = new TreeMap<String, Object>();
        for (String name : ((EnumerablePropertySource<?>) operators).getPropertyNames()) {
            Object value = operators.getProperty(name);
            if (!name.startsWith("gateway.") && value != null && !value.equals(builtIn.getProperty(name))) {
                differing.put(name, value);
            }
        }
        assertThat(differing).isEmpty();
    }

    private static GatewayProperties bind(PropertySource<?>... sources) {
        var all = new MutablePropertySources();
        List.of(sources).forEach(all::addLast);
        var binder = new Binder(
                ConfigurationPropertySources.from(all), null, ApplicationConversionService.getSharedInstance());
        return binder.bind("gateway", Bindable.of(GatewayProperties.class)).get();
    }

    private static PropertySource<?> load(Resource resource) {
        try {
            return new YamlPropertySourceLoader()
                    .load(resource.getDescription(), resource)
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the properties in it that are commented out. */
    private static String uncommented() {
        return text().lines()
                .map(line -> line.replaceFirst("^( *)# ([a-z][a-z-]*:( .*)?)$", "$1$2"))
                .collect(Collectors.joining("\n"));
    }

    /** The values below a name, by their whole names. */
    private static Map<String, Object> below(String name, String yaml) {
        var values = new TreeMap<String, Object>();
        Map<String, Object> root = new Yaml().load(yaml);
        collect(name, Objects.requireNonNull(root.get(name)), values);
        return values;
    }

    private static void collect(String name, Object value, Map<String, Object> to) {
        if (value instanceof Map<?, ?> section) {
            section.forEach((key, inner) -> collect(name + '.' + key, inner, to));
        } else {
            to.put(name, value);
        }
    }

    /** The value in JSON; empty for none and for an empty list. */
    private static String json(@Nullable Object value) {
        if (value instanceof List<?> list) {
            String elements = list.stream().map(OperatorsFileTest::json).collect(Collectors.joining(", "));
            return elements.isEmpty() ? "" : "[" + elements + "]";
        }
        return value == null ? "" : JsonMapper.shared().writeValueAsString(value);
    }
}
