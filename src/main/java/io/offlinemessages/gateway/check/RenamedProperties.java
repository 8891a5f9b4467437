package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** The refusal of the former name of the cache endpoint, which otherwise would silently have no effect. */
final class RenamedProperties {

    private static final String FORMER = "detailcache";
    private static final String PRESENT = "messagecache";

    private static final ConfigurationPropertyName ENDPOINTS = ConfigurationPropertyName.of("management.endpoint");
    private static final List<String> EXPOSURE =
            List.of("management.endpoints.web.exposure.include", "management.endpoints.web.exposure.exclude");

    private RenamedProperties() {}

    /**
     * @throws InvalidProperty for the first property with the former name
     */
    static void require(Environment environment) {
        ConfigurationPropertyName former = ENDPOINTS.append(FORMER);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream().filter(former::isAncestorOf).findFirst().ifPresent(name -> {
                    ConfigurationPropertyName now = ENDPOINTS
                            .append(PRESENT)
                            .append(name.subName(former.getNumberOfElements()).toString());
                    throw new InvalidProperty(
                            name.toString(), value(name, environment), "left out: it is " + now + " now");
                });
            }
        }
        EXPOSURE.forEach(name -> requireExposure(name, environment));
    }

    private static Object value(ConfigurationPropertyName name, Environment environment) {
        return Binder.get(environment).bind(name, Bindable.of(String.class)).orElse("");
    }

    private static void requireExposure(String name, Environment environment) {
        List<String> ids = Binder.get(environment)
                .bind(name, Bindable.listOf(String.class))
                .orElse(List.of());
        if (ids.contains(FORMER)) {
            throw new InvalidProperty(
                    name, String.join(",", ids), "without " + FORMER + ", which is " + PRESENT + " now");
        }
    }
}
