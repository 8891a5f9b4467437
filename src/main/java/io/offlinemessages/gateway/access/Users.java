package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The users of one version of the users file, with the credentials that were verified against it and the checks that began under
 * it. A new version starts without either, so that nothing that an older file allowed outlives it.
 */
final class Users {

    /** More credentials than this are checked anew rather than remembered. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Map<String, User> byName;
    private final List<User> all;
    private final CredentialKey.Factory keys;
    private final Cache<CredentialKey, Caller> verified;
    private final Map<CredentialKey, CompletableFuture<PasswordCheck>> underWay = new ConcurrentHashMap<>();

    Users(Map<String, User> byName, CredentialKey.Factory keys, Duration verifiedTtl, Ticker ticker) {
        this.byName = Map.copyOf(byName);
        this.all = List.copyOf(byName.values());
        this.keys = keys;
        this.verified = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(verifiedTtl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    int size() {
        return all.size();
    }

    /** The caller whose credentials were verified a short while ago; null when they have to be checked. */
    @Nullable
    Caller remembered(CredentialKey key) {
        return verified.getIfPresent(key);
    }

    /** The checks under way, for whoever asks the same while this version is in force; later ones might get its answer too late. */
    Map<CredentialKey, CompletableFuture<PasswordCheck>> underWay() {
        return underWay;
    }

    /**
     * Hashes the password and remembers it when it is right; null when it is wrong. An unknown user is checked against the
     * hash of a user that its name picks, so that its refusal takes as long as that of the known ones.
     */
    @Nullable
    Caller verify(BasicCredentials credentials, CredentialKey key) {
        User known = byName.get(credentials.username());
        User checked = known != null ? known : all.get(keys.pick(credentials.username(), all.size()));
        boolean matches = PasswordHashes.matches(credentials.password(), checked.passwordHash());
        if (!matches || known == null) {
            return null;
        }
        verified.put(key, known.caller());
        return known.caller();
    }
}
