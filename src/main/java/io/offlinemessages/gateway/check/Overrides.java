package io.offlinemessages.gateway.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/**
 * What a check starts otherwise than it is configured. It cannot be enumerated, so that a property of no use to this gateway is
 * not found to be unknown.
 */
final class Overrides extends PropertySource<Map<String, String>> {

    /** For the whole gateway: ports that are free, and an end without waiting. */
    static final Overrides WHOLE = new Overrides(Map.of(
            "server.port", "0",
            "management.server.port", "0",
            "gateway.drain.delay", "0s",
            // One call is enough, and tells more than a circuit that opens meanwhile.
            "resilience4j.retry.instances.list.max-attempts", "1"));

    /** For the upstream alone: nothing is made that it does not need. */
    static final Overrides UPSTREAM_ALONE = new Overrides(Map.of(
            "spring.main.lazy-initialization", "true",
            "server.port", "0",
            "server.ssl.enabled", "false",
            "server.shutdown", "immediate",
            "management.server.port", "-1",
            "management.endpoint.health.validate-group-membership", "false",
            "resilience4j.retry.instances.list.max-attempts", "1"));

    private Overrides(Map<String, String> values) {
        super("check", values);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return source.get(name);
    }
}
