package io.offlinemessages.gateway.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Properties that may stand in files below {@code configtree:} locations, as Kubernetes mounts a Secret. Each reading reads these files
 * anew, and the other sources as they were at the start.
 *
 * @param environment where the properties come from
 */
public record MountedProperties(ConfigurableEnvironment environment) {

    /** Whether there is any such file. */
    public boolean areThere() {
        return environment.getPropertySources().stream().anyMatch(ConfigTreePropertySource.class::isInstance);
    }

    /** The texts of those of the properties that are set, by name; refused where the files cannot be read. */
    public Map<String, String> read(List<String> names) throws Refused {
        try {
            Binder binder = binder();
            var texts = new HashMap<String, String>();
            names.forEach(name -> binder.bind(name, String.class).ifBound(text -> texts.put(name, text)));
            return texts;
        } catch (RuntimeException e) {
            // Of many kinds, and some quote what stands in the files.
            throw new Refused("its files cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Binds as at the start, but to what the files hold now. */
    private Binder binder() {
        var sources = new MutablePropertySources();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                sources.addLast(source instanceof ConfigTreePropertySource tree ? readAnew(tree) : source);
            }
        }
        return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources));
    }

    private static ConfigTreePropertySource readAnew(ConfigTreePropertySource tree) {
        return new ConfigTreePropertySource(tree.getName(), tree.getSource(), Option.AUTO_TRIM_TRAILING_NEW_LINE);
    }
}
