package io.offlinemessages.gateway.access;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a connection has shown last, so that the same bytes are neither decoded nor hashed again; what they are
 * worth is asked anew for each request. Comparison is constant-time, because a proxy may let several callers share a connection.
 * Not thread-safe; as short-lived as the connection.
 */
public final class ShownCredentials {

    private String field = "";
    private @Nullable BasicCredentials credentials;
    private @Nullable CredentialKey key;

    /** Reads the value of an {@code Authorization} field, as {@link BasicCredentials#parse}. */
    public Optional<BasicCredentials> read(String fieldValue) {
        if (credentials == null || !areSame(field, fieldValue)) {
            field = fieldValue;
            credentials = BasicCredentials.parse(fieldValue).orElse(null);
            key = null;
        }
        return Optional.ofNullable(credentials);
    }

    /** The credentials that were read last. */
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
