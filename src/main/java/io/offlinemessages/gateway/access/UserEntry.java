package io.offlinemessages.gateway.access;

import org.jspecify.annotations.Nullable;

/**
 * An unchanged entry of the users file, with the credentials that were found right for it. An entry has one password, so one key is all
 * there is to remember. A changed entry is a new object and remembers nothing.
 */
final class UserEntry {

    private final User user;
    private final Caller caller;
    private volatile long usedAt;
    private volatile @Nullable CredentialKey proven;

    UserEntry(User user) {
        this.user = user;
        this.caller = new Caller(user.name(), user.role());
    }

    User user() {
        return user;
    }

    /** The user as an authenticated caller. */
    Caller caller() {
        return caller;
    }

    /** Remembers that the credentials are right, and used now. */
    void prove(CredentialKey key, long now) {
        usedAt = now;
        proven = key;
    }

    /** Whether the credentials were right once. */
    boolean isProven(CredentialKey key) {
        CredentialKey known = proven;
        return known != null && known.equals(key);
    }

    /** Whether the credentials were right once and used within the time; if so, they count as used now. */
    boolean use(CredentialKey key, long now, long ttl) {
        if (!isProven(key) || now - usedAt >= ttl) {
            return false;
        }
        usedAt = now;
        return true;
    }
}
