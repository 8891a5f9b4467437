package io.offlinemessages.gateway.access;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the users file as long as nobody changes it, with the credentials that were found right for it: an entry has one
 * password, so one key is all that there is to remember. A changed entry is another object, and so remembers nothing.
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

    /** The user, once a password has been found right. */
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

    /** Whether the credentials were right once, and used within the time; if so they are used now. */
    boolean use(CredentialKey key, long now, long ttl) {
        if (!isProven(key) || now - usedAt >= ttl) {
            return false;
        }
        usedAt = now;
        return true;
    }
}
