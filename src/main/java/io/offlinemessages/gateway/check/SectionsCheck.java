package io.offlinemessages.gateway.check;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Binds each section of {@code gateway.*} by itself, and each of its values that cannot be read, so that all findings show at
 * once where the start stops at the first.
 */
final class SectionsCheck {

    private final Environment environment;
    private final Binder binder;
    private final ConfigurationPropertyName prefix;
    private final Set<ConfigurationPropertyName> known = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private final Map<Class<?>, Object> sections = new LinkedHashMap<>();

    /**
     * Binds them.
     *
     * @param type the record of all sections, such as {@code gateway.cache}, each a record of its values, and of single values
     */
    SectionsCheck(Class<? extends Record> type, String prefix, Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
        this.prefix = ConfigurationPropertyName.of(prefix);
        for (RecordComponent part : type.getRecordComponents()) {
            if (part.getType().isRecord()) {
                bind(name(this.prefix, part), part.getType());
            } else {
                read(name(this.prefix, part), ResolvableType.forType(part.getGenericType()));
            }
        }
        ConfigurationPropertySources.get(environment).forEach(this::findUnknown);
    }

    /** One sentence each. */
    List<String> findings() {
        return findings;
    }

    /** The sections that are fine, by their types. */
    Map<Class<?>, Object> sections() {
        return sections;
    }

    private void bind(ConfigurationPropertyName name, Class<?> type) {
        int before = findings.size();
        for (RecordComponent value : type.getRecordComponents()) {
            read(name(name, value), ResolvableType.forType(value.getGenericType()));
        }
        if (findings.size() == before) {
            try {
                sections.put(type, binder.bindOrCreate(name, Bindable.of(type), null));
            } catch (BindException e) {
                find(e);
            }
        }
    }

    private void read(ConfigurationPropertyName name, ResolvableType type) {
        known.add(name);
        try {
            binder.bind(name, Bindable.of(type));
        } catch (BindException e) {
            find(e);
        }
    }

    private void find(BindException thrown) {
        findings.add(Sentences.of(thrown, environment));
    }

    private void findUnknown(ConfigurationPropertySource source) {
        if (source instanceof IterableConfigurationPropertySource names
                && new UnboundElementsSourceFilter().apply(source)) {
            names.stream()
                    .filter(name -> prefix.isAncestorOf(name) && !known.contains(withoutIndex(name)))
                    .map(source::getConfigurationProperty)
                    .forEach(property -> findings.add(UnreadablePropertyAnalyzer.unknown(property)));
        }
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() ? name.getParent() : name;
    }

    private static ConfigurationPropertyName name(ConfigurationPropertyName prefix, RecordComponent component) {
        return prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
    }
}
