package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The results of earlier password checks. A password's result against one hash never changes, so a result holds while the entry of the
 * users file does: right credentials until they have been unused for {@code gateway.access.verified-ttl}, wrong ones until they have
 * not come for a minute.
 */
final class CredentialMemory {

    /** The most wrong credentials that are remembered; others are hashed again. */
    private static final int MOST_WRONG = 10_000;

    /** For this long after its last attempt, a program that repeats a wrong password costs no hash. */
    private static final Duration WRONG_TTL = Duration.ofMinutes(1);

    /** Stands for the hash of an unknown user; no hash is empty. */
    private static final String UNKNOWN = "";

    private final UserDirectory directory;
    private final CredentialKey.Factory keys;
    private final long verifiedTtl;
    private final Ticker ticker;

    /** The hash that each wrong credential did not match. */
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

    /** The caller whose credentials were right and recently used; null where they have to be checked. */
    @Nullable
    Caller remembered(BasicCredentials credentials, CredentialKey key) {
        UserEntry entry = directory.current().entry(credentials.username());
        return entry != null && entry.use(key, ticker.read(), verifiedTtl) ? entry.caller() : null;
    }

    /** Whether the credentials were right once. They may have to be checked again, but are no guess. */
    boolean isProven(BasicCredentials credentials, CredentialKey key) {
        UserEntry entry = directory.current().entry(credentials.username());
        return entry != null && entry.isProven(key);
    }

    /** Whether the credentials were recently wrong against the hash in force, or against none. */
    boolean isKnownWrong(BasicCredentials credentials, CredentialKey key) {
        return hash(directory.current().entry(credentials.username())).equals(wrong.getIfPresent(key));
    }

    /**
     * Hashes the password, which takes tens of milliseconds, and remembers the result; null where it is wrong. If the users file
     * changes the entry meanwhile, the password is hashed against the new entry.
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
