package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** The rules across properties that hold before the first request is accepted. */
final class StartupChecks {

    /** The rules. A start stops at the first refusal; the check mode runs all of them. */
    static final List<Consumer<Environment>> RULES = List.of(
            environment -> requirePort("server.port", 0, environment),
            environment -> requirePort("management.server.port", -1, environment),
            StartupChecks::requireOwnManagementPort,
            RenamedProperties::require,
            StartupChecks::requireReadableText);

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);
    private static final Pattern READ_HERE =
            Pattern.compile("(?i)(gateway|server|management|spring|resilience4j)[._].*");
    private static final int HIGHEST_PORT = 65_535;

    /** The allowed ports, for error sentences. */
    static final String PORT = "a port from 0 to " + HIGHEST_PORT;

    private StartupChecks() {}

    /** Applies the rules, and logs the warning. */
    static void run(Environment environment, UpstreamProperties upstream) {
        RULES.forEach(rule -> rule.accept(environment));
        warning(upstream).ifPresent(LOG::warn);
    }

    private static void requirePort(String name, int lowest, Environment environment) {
        Integer port = Binder.get(environment).bind(name, Integer.class).orElse(null);
        if (port != null && (port < lowest || port > HIGHEST_PORT)) {
            throw new InvalidProperty(name, port, PORT);
        }
    }

    /** Refuses actuator endpoints on the API's port. */
    private static void requireOwnManagementPort(Environment environment) {
        String api = environment.getProperty("server.port", "8080");
        String management = environment.getProperty("management.server.port");
        if (management == null || (management.equals(api) && !management.equals("0"))) {
            throw new InvalidProperty(
                    "management.server.port", management, "a port of its own, other than server.port, which is " + api);
        }
    }

    /** Refuses text that the JVM could not decode, such as UTF-8 in the environment under LC_ALL=POSIX; it would be sent as it is. */
    private static void requireReadableText(Environment environment) {
        for (PropertySource<?> source : ((ConfigurableEnvironment) environment).getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named) {
                Stream.of(named.getPropertyNames())
                        .filter(name -> READ_HERE.matcher(name).matches())
                        .forEach(name -> requireReadable(name, named.getProperty(name)));
            }
        }
    }

    private static void requireReadable(String name, @Nullable Object value) {
        if (value != null) {
            InvalidProperty.requireReadable(name, value.toString());
        }
    }

    /** The warning about an upstream without TLS beyond loopback; empty for any other. */
    static Optional<String> warning(UpstreamProperties upstream) {
        return upstream.isPlainBeyondLoopback()
                ? Optional.of("gateway.upstream.base-url is \"" + upstream.baseUrl()
                        + "\": messages and the upstream credential cross the network unencrypted; use https.")
                : Optional.empty();
    }
}
