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
 * The properties that may come from files below {@code configtree:} locations, as Kubernetes mounts a Secret. Each
 * reading takes the present content of these files, and the other sources as they were at the start.
 *
 * @param environment the environment of the application
 */
public record MountedProperties(ConfigurableEnvironment environment) {

    /** Whether the environment has a {@code configtree:} source. */
    public boolean areThere() {
        return environment.getPropertySources().stream().anyMatch(ConfigTreePropertySource.class::isInstance);
    }

    /**
     * The values of those of the properties that are set, by name.
     *
     * @throws Refused if the files cannot be read
     */
    public Map<String, String> read(List<String> names) throws Refused {
        try {
            Binder binder = binder();
            var texts = new HashMap<String, String>();
            names.forEach(name -> binder.bind(name, String.class).ifBound(text -> texts.put(name, text)));
            return texts;
        } catch (RuntimeException e) {
            // The exceptions are of many kinds, and the messages of some quote the files.
            throw new Refused("its files cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** A binder as at the start, over the present content of the files. */
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
