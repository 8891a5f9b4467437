package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The rules across properties that must hold before the first request is taken. */
final class StartupChecks {

    /** Each refuses what it does not allow; a start stops at the first refusal, the check mode asks all of them. */
    static final List<Consumer<Environment>> RULES = List.of(
            environment -> requirePort("server.port", 0, environment),
            environment -> requirePort("management.server.port", -1, environment),
            StartupChecks::requireOwnManagementPort);

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);
    private static final int HIGHEST_PORT = 65_535;

    private StartupChecks() {}

    /** Applies the rules, and warns of an upstream without TLS. */
    static void run(Environment environment, UpstreamProperties upstream) {
        RULES.forEach(rule -> rule.accept(environment));
        warning(upstream).ifPresent(LOG::warn);
    }

    private static void requirePort(String name, int lowest, Environment environment) {
        Integer port = Binder.get(environment).bind(name, Integer.class).orElse(null);
        if (port != null && (port < lowest || port > HIGHEST_PORT)) {
            throw new InvalidProperty(name, port, "a port from 0 to " + HIGHEST_PORT);
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

    /** Warns of an upstream without TLS, beyond loopback. */
    static Optional<String> warning(UpstreamProperties upstream) {
        return upstream.isPlainBeyondLoopback()
                ? Optional.of("gateway.upstream.base-url is \"" + upstream.baseUrl()
                        + "\": messages and the upstream credential cross the network unencrypted; use https.")
                : Optional.empty();
    }
}
