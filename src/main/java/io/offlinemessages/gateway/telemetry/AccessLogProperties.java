package io.offlinemessages.gateway.telemetry;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the access log says: {@code gateway.access-log.*}.
 *
 * @param enabled whether each request gets a line
 * @param caller how the line names the caller
 */
public record AccessLogProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("hashed") CallerName caller) {

    /** How the access log names callers. */
    public enum CallerName {
        /** The first 12 hex digits of the SHA-256 of the user name, the same on every instance; {@code unknown} where it is no user's. */
        HASHED,
        /** Not at all. */
        OFF
    }
}
