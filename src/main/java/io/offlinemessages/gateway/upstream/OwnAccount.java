package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own account at the upstream, in {@code service} mode.
 *
 * @param username its user name, without a colon (RFC 7617 section 2)
 * @param password its password
 */
record OwnAccount(String username, Secret password) {

    /**
     * The account with this user name and password.
     *
     * @throws InvalidProperty if one is missing or not decodable, or the user name has a colon
     */
    static OwnAccount of(@Nullable String username, @Nullable Secret password) {
        String name = required("username", username, "the gateway's own user name at the upstream");
        String secret = required("password", password == null ? null : password.value(), "that user's password");
        if (name.indexOf(':') >= 0) {
            throw new InvalidProperty(UpstreamProperties.PREFIX + "username", name, "a user name without a colon");
        }
        return new OwnAccount(name, new Secret(secret));
    }

    Authorization authorization() {
        return Authorization.basic(username, password.value());
    }

    private static String required(String name, @Nullable String value, String meaning) {
        String allowed = meaning + " while gateway.upstream.credentials is service";
        String set = InvalidProperty.require(
                UpstreamProperties.PREFIX + name, value == null || value.isEmpty() ? null : value, allowed);
        InvalidProperty.requireReadable(UpstreamProperties.PREFIX + name, set);
        return set;
    }
}
