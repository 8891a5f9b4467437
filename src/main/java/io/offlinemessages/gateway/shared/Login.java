package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's credentials at the server, and at the Sentinels in front of it.
 *
 * @param username the user of the server's ACL; null for the default user
 * @param password its password; null for none
 * @param sentinelPassword the Sentinels' password ({@code requirepass}); null for none
 */
public record Login(
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Secret sentinelPassword) {

    static final String USERNAME = SharedProperties.PREFIX + "username";
    static final String PASSWORD = SharedProperties.PREFIX + "password";
    static final String SENTINEL_PASSWORD = SharedProperties.PREFIX + "sentinel-password";

    /**
     * Treats empty values as absent.
     *
     * @throws InvalidProperty for a user without a password, or text that was not decodable
     */
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
