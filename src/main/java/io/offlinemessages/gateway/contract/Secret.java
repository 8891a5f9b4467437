package io.offlinemessages.gateway.contract;

import org.jspecify.annotations.Nullable;

/**
 * A configured secret; never printed.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    /** The secret; null if the value is null. */
    public static @Nullable Secret ofNullable(@Nullable String value) {
        return value == null ? null : new Secret(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
