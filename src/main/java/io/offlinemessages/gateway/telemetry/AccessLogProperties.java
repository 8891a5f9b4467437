package io.offlinemessages.gateway.telemetry;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the access log: {@code gateway.access-log.*}.
 *
 * @param enabled Whether each request gets a line, by logger "access".
 * @param caller How a line names the caller.
 */
public record AccessLogProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("hashed") CallerName caller) {

    /** How the access log names callers. */
    public enum CallerName {
        /**
         * The first 12 hex digits of the SHA-256 of the user name, the same on every instance; {@code unknown} if the
         * users file does not have the name.
         */
        HASHED,
        /** The line has {@code -} in place of a name. */
        OFF
    }
}
