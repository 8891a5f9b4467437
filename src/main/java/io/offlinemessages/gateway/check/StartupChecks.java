package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** What must hold across properties before the first request is taken. */
public final class StartupChecks {

    private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);

    private StartupChecks() {}

    /** Refuses actuator endpoints on the API's port, and warns of an upstream without TLS. */
    static void run(Environment environment, UpstreamProperties upstream) {
        requireOwnManagementPort(environment);
        warning(upstream).ifPresent(LOG::warn);
    }

    /** Refuses actuator endpoints on the API's port. */
    public static void requireOwnManagementPort(Environment environment) {
        String api = environment.getProperty("server.port", "8080");
        String management = environment.getProperty("management.server.port");
        if (management == null || (management.equals(api) && !management.equals("0"))) {
            throw new InvalidProperty(
                    "management.server.port", management, "a port of its own, other than server.port, which is " + api);
        }
    }

    /** Warns of an upstream without TLS, beyond loopback. */
    public static Optional<String> warning(UpstreamProperties upstream) {
        return upstream.isPlainBeyondLoopback()
                ? Optional.of("gateway.upstream.base-url is \"" + upstream.baseUrl()
                        + "\": messages and the upstream credential cross the network unencrypted; use https.")
                : Optional.empty();
    }
}
