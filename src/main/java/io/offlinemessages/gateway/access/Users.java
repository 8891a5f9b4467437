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

    /** So long a program that keeps sending a wrong password costs nothing. */
    private static final Duration WRONG_TTL = Duration.ofMinutes(1);

    private final Map<String, User> byName;
    private final List<User> all;
    private final CredentialKey.Factory keys;
    private final Cache<CredentialKey, Caller> verified;
    private final Cache<CredentialKey, Boolean> wrong;
    private final Cache<CredentialKey, Boolean> proven;
    private final Map<CredentialKey, CompletableFuture<PasswordCheck>> underWay = new ConcurrentHashMap<>();

    Users(Map<String, User> byName, CredentialKey.Factory keys, Duration verifiedTtl, Ticker ticker) {
        this.byName = Map.copyOf(byName);
        this.all = List.copyOf(byName.values());
        this.keys = keys;
        this.verified = memory(ticker).expireAfterWrite(verifiedTtl).build();
        this.wrong = memory(ticker).expireAfterWrite(WRONG_TTL).build();
        this.proven = memory(ticker).build();
    }

    private static Caffeine<Object, Object> memory(Ticker ticker) {
        return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).ticker(ticker).executor(Runnable::run);
    }

    int size() {
        return all.size();
    }

    boolean includes(String name) {
        return byName.containsKey(name);
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

    /** Whether the credentials were found wrong a short while ago. */
    boolean isKnownWrong(CredentialKey key) {
        return wrong.getIfPresent(key) != null;
    }

    /** Whether the credentials were right once; they are still to be checked, but nobody is guessing. */
    boolean isProven(CredentialKey key) {
        return proven.getIfPresent(key) != null;
    }

    /**
     * Hashes the password and remembers whether it is right; null when it is wrong. An unknown user is checked against the
     * hash of a user that its name picks, so that its refusal takes as long as that of the known ones.
     */
    @Nullable
    Caller verify(BasicCredentials credentials, CredentialKey key) {
        User known = byName.get(credentials.username());
        User checked = known != null ? known : all.get(keys.pick(credentials.username(), all.size()));
        boolean matches = PasswordHashes.matches(credentials.password(), checked.passwordHash());
        if (!matches || known == null) {
            wrong.put(key, true);
            return null;
        }
        verified.put(key, known.caller());
        proven.put(key, true);
        return known.caller();
    }
}
