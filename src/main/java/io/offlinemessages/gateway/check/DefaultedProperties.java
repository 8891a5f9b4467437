package io.offlinemessages.gateway.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The properties that the gateway's built-in file has a default of, with the values in force. */
final class DefaultedProperties {

    /** How loud each logger is says nothing of what the gateway does. */
    private static final String LOGGING = "logging.";

    private static final Pattern DEFAULT_OF_INSTANCES =
            Pattern.compile("(resilience4j\\.[a-z]+\\.)configs\\.default\\.(.+)");

    private static final Pattern INSTANCE =
            Pattern.compile("(resilience4j\\.[a-z]+\\.)(instances\\.[a-z]+\\.)base-config");

    private final Binder binder;
    private final Set<String> names = names();
    private final Map<String, String> all = new LinkedHashMap<>();

    private DefaultedProperties(Environment environment) {
        this.binder = Binder.get(environment);
    }

    /** As text, by full name. */
    static Map<String, String> in(Environment environment) {
        var properties = new DefaultedProperties(environment);
        properties.names.forEach(properties::put);
        return properties.all;
    }

    private void put(String name) {
        String value = value(name);
        if (value != null) {
            all.put(name, value);
        }
        Matcher instance = INSTANCE.matcher(name);
        if (instance.matches()) {
            putInForce(instance.group(1), instance.group(2), value);
        }
    }

    /** Resilience4j looks at the instance, then at the configuration that it is based on, then at the default one. */
    private void putInForce(String module, String instance, @Nullable String base) {
        for (String name : names) {
            Matcher known = DEFAULT_OF_INSTANCES.matcher(name);
            if (known.matches() && known.group(1).equals(module)) {
                String property = known.group(2);
                Stream.of(module + instance + property, module + "configs." + base + '.' + property, name)
                        .map(this::value)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(value -> all.put(module + instance + property, value));
            }
        }
    }

    /** As a list, because that is how a list in one file takes the place of a comma-separated value in another. */
    private @Nullable String value(String name) {
        return binder.bind(name, Bindable.listOf(String.class))
                .map(values -> String.join(", ", values))
                .orElse(null);
    }

    private static Set<String> names() {
        var names = new TreeSet<String>();
        try {
            for (PropertySource<?> document :
                    new YamlPropertySourceLoader().load("defaults", new ClassPathResource("application.yaml"))) {
                for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
                    if (!name.startsWith(LOGGING)) {
                        names.add(name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
