package io.offlinemessages.gateway.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The value of {@code Authorization} that the upstream sees; never printed.
 *
 * @param value the field value, such as {@code Basic am9objpzZWNyZXQ=}
 */
public record Authorization(String value) {

    /** Basic credentials (RFC 7617) in UTF-8. */
    public static Authorization basic(String username, String password) {
        byte[] pair = (username + ':' + password).getBytes(StandardCharsets.UTF_8);
        return new Authorization("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
        return "Authorization[***]";
    }
}
