package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who the gateway is to the server, and to the Sentinels in front of it.
 *
 * @param username the user of the server's ACL; null for the default one
 * @param password its password; null where none is asked for
 * @param sentinelPassword what the Sentinels ask for ({@code requirepass}); null for nothing
 */
public record Login(
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Secret sentinelPassword) {

    static final String USERNAME = SharedProperties.PREFIX + "username";
    static final String PASSWORD = SharedProperties.PREFIX + "password";
    static final String SENTINEL_PASSWORD = SharedProperties.PREFIX + "sentinel-password";

    /** Takes what is empty for not set; refuses a user without a password, and what could not be decoded. */
    public Login {
        username = username == null || username.isEmpty() ? null : username;
        password = set(PASSWORD, password);
        sentinelPassword = set(SENTINEL_PASSWORD, sentinelPassword);
        if (username != null) {
            InvalidProperty.requireReadable(USERNAME, username);
            InvalidProperty.require(PASSWORD, password, "that of gateway.shared.username");
        }
    }

    private static @Nullable Secret set(String property, @Nullable Secret secret) {
        if (secret == null || secret.value().isEmpty()) {
            return null;
        }
        InvalidProperty.requireReadable(property, secret.value());
        return secret;
    }
}
