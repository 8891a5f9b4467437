package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * The configuration in force, at {@code /actuator/info}, with the names and notation of {@code config/application.yaml}:
 * {@code gateway.*} as bound, and every other property with a default in the packaged {@code application.yaml}. It contains nothing
 * else and no secret: each of the gateway's is a {@link Secret}, which is masked, and no property with a default is one.
 */
public final class ConfigurationInfoContributor implements InfoContributor {

    private static final String HIDDEN = "***";

    private final Binder binder;
    private final Map<String, Object> configuration;

    /** Reads the configuration once; it holds until the gateway ends. */
    public ConfigurationInfoContributor(String prefix, Record properties, Environment environment) {
        this.binder = Binder.get(environment);
        var yaml = new YamlMapFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        var defaults = new TreeMap<>(Objects.requireNonNull(yaml.getObject()));
        // Levels of loggers do not influence what the gateway does.
        defaults.remove("logging");
        this.configuration = inForce(List.of(""), defaults);
        configuration.put(prefix, written(properties));
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("configuration", configuration);
    }

    /** The values of these names, each from the first section that has one. */
    private Map<String, Object> inForce(List<String> sections, Map<String, Object> names) {
        var values = new TreeMap<String, Object>();
        names.forEach((name, inner) -> {
            Object value = inner instanceof Map<?, ?>
                    ? inForce(
                            sections.stream()
                                    .map(section -> section + name + '.')
                                    .toList(),
                            map(inner))
                    : value(sections, name);
            if (value != null) {
                values.put(name, value);
            }
        });
        if (names.get("configs") instanceof Map<?, ?> configs) {
            map(values.get("instances"))
                    .replaceAll((instance, own) ->
                            instance(sections.get(0), instance, map(map(configs).get("default"))));
        }
        return values;
    }

    /** Resilience4j reads the instance, then its base configuration, then the default one. */
    private Map<String, Object> instance(String module, String instance, Map<String, Object> defaults) {
        String own = module + "instances." + instance + '.';
        String base = value(List.of(own), "base-config");
        var names = new TreeMap<>(defaults);
        names.put("base-config", "");
        return inForce(List.of(own, module + "configs." + base + '.', module + "configs.default."), names);
    }

    /** Bound as a list, as a list in one file replaces a comma-separated value in another. */
    private @Nullable String value(List<String> sections, String name) {
        return sections.stream()
                .map(section -> binder.bind(section + name, Bindable.listOf(String.class)))
                .filter(result -> result.isBound())
                .findFirst()
                .map(result -> String.join(", ", result.get()))
                .orElse(null);
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts here
    private static Map<String, Object> map(@Nullable Object section) {
        return (Map<String, Object>) Objects.requireNonNull(section);
    }

    private static Object written(Object value) {
        if (value instanceof Secret) {
            return HIDDEN;
        }
        if (value instanceof Record section) {
            return section(section);
        }
        if (value instanceof Collection<?> several) {
            return several.stream()
                    .map(ConfigurationInfoContributor::written)
                    .sorted()
                    .toList();
        }
        if (value instanceof Role role) {
            return role.label();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof DataSize size ? InvalidProperty.size(size.toBytes()) : InvalidProperty.shown(value);
    }

    private static Map<String, Object> section(Record properties) {
        var section = new TreeMap<String, Object>();
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            ReflectionUtils.makeAccessible(component.getAccessor());
            Object value = ReflectionUtils.invokeMethod(component.getAccessor(), properties);
            if (value != null) {
                section.put(DataObjectPropertyName.toDashedForm(component.getName()), written(value));
            }
        }
        return section;
    }
}
