package io.offlinemessages.gateway.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.core.env.Environment;

/**
 * The configuration in force, at {@code /actuator/info}, under the names of {@code config/application.yaml} and in its notation:
 * {@code gateway.*} as bound, all other properties that the gateway has a default of. Nothing else that is configured is in
 * it, and no secret.
 */
public final class ConfigurationInfoContributor implements InfoContributor {

    private static final Pattern SECRET =
            Pattern.compile("password|passphrase|secret|token|private-?key", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_IN_ADDRESS = Pattern.compile("//[^/@\\s]*@");
    private static final String HIDDEN = "***";

    private final Map<String, Object> configuration;

    /** Reads it once; what is bound at the start is in force until the end. */
    public ConfigurationInfoContributor(String prefix, Record properties, Environment environment) {
        Map<String, Object> all = new TreeMap<>(DefaultedProperties.in(environment));
        all.putAll(BoundProperties.of(prefix, properties));
        this.configuration = new LinkedHashMap<>();
        all.forEach((name, value) -> put(name, name, value, configuration));
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("configuration", configuration);
    }

    @SuppressWarnings("unchecked") // a name is either a value's or a section's
    private static void put(String name, String rest, Object value, Map<String, Object> section) {
        int dot = rest.indexOf('.');
        if (dot < 0) {
            section.put(rest, shown(name, value));
            return;
        }
        var inner = (Map<String, Object>) section.computeIfAbsent(rest.substring(0, dot), key -> new LinkedHashMap<>());
        put(name, rest.substring(dot + 1), value, inner);
    }

    private static Object shown(String name, Object value) {
        if (SECRET.matcher(name).find()) {
            return HIDDEN;
        }
        return value instanceof String text ? USER_IN_ADDRESS.matcher(text).replaceAll("//" + HIDDEN + "@") : value;
    }
}
