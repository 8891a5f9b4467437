package io.offlinemessages.gateway.access;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last credentials of a connection, kept so that equal bytes are neither decoded nor hashed again. Their validity is still checked
 * for each request. Comparison takes constant time, because a proxy may send several callers through one connection. Not thread-safe;
 * lives as long as the connection.
 */
public final class ShownCredentials {

    private String field = "";
    private @Nullable BasicCredentials credentials;
    private @Nullable CredentialKey key;

    /** Parses the value of an {@code Authorization} field, as {@link BasicCredentials#parse} does. */
    public Optional<BasicCredentials> read(String fieldValue) {
        if (credentials == null || !areSame(field, fieldValue)) {
            field = fieldValue;
            credentials = BasicCredentials.parse(fieldValue).orElse(null);
            key = null;
        }
        return Optional.ofNullable(credentials);
    }

    /** The last credentials. */
    BasicCredentials credentials() {
        return Objects.requireNonNull(credentials);
    }

    /** Their key. */
    CredentialKey key(CredentialKey.Factory keys) {
        CredentialKey known = key;
        if (known == null) {
            known = keys.of(credentials());
            key = known;
        }
        return known;
    }

    private static boolean areSame(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < a.length(); i++) {
            difference |= a.charAt(i) ^ b.charAt(i);
        }
        return difference == 0;
    }

    @Override
    public String toString() {
        return "ShownCredentials[***]";
    }
}
