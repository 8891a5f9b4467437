package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of credentials without hashing them. A password cannot turn out otherwise against the same hash, so what was found
 * holds as long as the entry of the users file does: what is right until it was not used for a while, what is wrong until it did not come
 * for a minute.
 */
final class CredentialMemory {

    /** Wrong credentials beyond these are hashed again. */
    private static final int MOST_WRONG = 10_000;

    /** So long a program that keeps sending a wrong password costs nothing. */
    private static final Duration WRONG_TTL = Duration.ofMinutes(1);

    /** In the place of the hash of an unknown user; no hash is empty. */
    private static final String UNKNOWN = "";

    private final UserDirectory directory;
    private final CredentialKey.Factory keys;
    private final long verifiedTtl;
    private final Ticker ticker;

    /** The hash that the credentials did not match. */
    private final Cache<CredentialKey, String> wrong;

    CredentialMemory(UserDirectory directory, CredentialKey.Factory keys, Duration verifiedTtl, Ticker ticker) {
        this.directory = directory;
        this.keys = keys;
        this.verifiedTtl = verifiedTtl.toNanos();
        this.ticker = ticker;
        this.wrong = Caffeine.newBuilder()
                .maximumSize(MOST_WRONG)
                .expireAfterAccess(WRONG_TTL)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** The caller whose credentials are known to be right, and were used a short while ago; null when they have to be checked. */
    @Nullable
    Caller remembered(BasicCredentials credentials, CredentialKey key) {
        UserEntry entry = directory.current().entry(credentials.username());
        return entry != null && entry.use(key, ticker.read(), verifiedTtl) ? entry.caller() : null;
    }

    /** Whether the credentials were right once; they may have to be checked again, but nobody is guessing. */
    boolean isProven(BasicCredentials credentials, CredentialKey key) {
        UserEntry entry = directory.current().entry(credentials.username());
        return entry != null && entry.isProven(key);
    }

    /** Whether the credentials were found wrong a short while ago, against the hash that is in force, or for want of any. */
    boolean isKnownWrong(BasicCredentials credentials, CredentialKey key) {
        return hash(directory.current().entry(credentials.username())).equals(wrong.getIfPresent(key));
    }

    /**
     * Hashes the password, which takes tens of milliseconds, and remembers whether it is right; null when it is wrong. A users file
     * that changes the entry meanwhile has the last word.
     */
    @Nullable
    Caller verify(BasicCredentials credentials, CredentialKey key) {
        String name = credentials.username();
        UserEntry known;
        boolean matches;
        do {
            Users users = directory.current();
            known = users.entry(name);
            matches = PasswordHashes.matches(
                    credentials.password(),
                    users.checkedAgainst(name, keys).user().passwordHash());
            remember(known, key, matches);
        } while (directory.current().entry(name) != known);
        return known != null && matches ? known.caller() : null;
    }

    private void remember(@Nullable UserEntry known, CredentialKey key, boolean matches) {
        if (known != null && matches) {
            known.prove(key, ticker.read());
        } else {
            wrong.put(key, hash(known));
        }
    }

    private static String hash(@Nullable UserEntry entry) {
        return entry == null ? UNKNOWN : entry.user().passwordHash();
    }
}
