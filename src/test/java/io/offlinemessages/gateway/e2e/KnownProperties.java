package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties that somebody reads: those that a start bound to an object, and those that the libraries' own metadata documents,
 * because a condition reads them, or an object that this start did without.
 */
final class KnownProperties implements ConfigurationPropertiesBindHandlerAdvisor {

    private final Set<ConfigurationPropertyName> bound = ConcurrentHashMap.newKeySet();
    private final Set<ConfigurationPropertyName> documented = new HashSet<>();
    private final List<ConfigurationPropertyName> documentedMaps = new ArrayList<>();

    KnownProperties() throws IOException {
        for (URL file : Collections.list(
                getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                JsonMapper.shared().readTree(in).path("properties").forEach(this::document);
            }
        }
    }

    /** Notes what is bound from now on. */
    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public @Nullable Object onSuccess(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                if (context.getConfigurationProperty() != null) {
                    bound.add(name);
                }
                return super.onSuccess(name, target, context, result);
            }
        };
    }

    /** Whether the start that this took part in reads the property of this name. */
    boolean has(String property) {
        var name = ConfigurationPropertyName.of(property);
        return bound.contains(name)
                || documented.contains(name)
                || documentedMaps.stream().anyMatch(map -> map.isAncestorOf(name));
    }

    private void document(JsonNode property) {
        // Names that are gone stand there, too, for the sake of a better error.
        if (property.at("/deprecation/level").asString("").equals("error")) {
            return;
        }
        var name = ConfigurationPropertyName.of(property.path("name").asString());
        documented.add(name);
        // Other maps are bound: what may stand below them is known from that, and only from that.
        boolean map = property.path("type").asString("").startsWith("java.util.Map<");
        if (map && ConfigurationPropertyName.of("logging").isAncestorOf(name)) {
            documentedMaps.add(name);
        }
    }
}
