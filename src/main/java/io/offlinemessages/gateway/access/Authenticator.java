package io.offlinemessages.gateway.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a caller is. Credentials that were verified lately are recognised at once; others are hashed on threads of their
 * own, equal ones that arrive together only once.
 */
public final class Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    /** After a wrong password its thread rests so many times longer than it hashed, so that a flood of them leaves others room. */
    private static final int REST = 5;

    private final UserDirectory directory;
    private final CredentialMemory memory;
    private final CredentialKey.Factory keys;
    private final PasswordThrottle throttle;
    private final Executor hashing;
    private final LongConsumer rest;
    private final MeterRegistry meters;

    /**
     * Makes one.
     *
     * @param rest lets the calling thread rest for so many nanoseconds
     */
    Authenticator(
            UserDirectory directory,
            CredentialMemory memory,
            CredentialKey.Factory keys,
            PasswordThrottle throttle,
            Executor hashing,
            LongConsumer rest,
            MeterRegistry meters) {
        this.directory = directory;
        this.memory = memory;
        this.keys = keys;
        this.throttle = throttle;
        this.hashing = hashing;
        this.rest = rest;
        this.meters = meters;
        for (String result : new String[] {"verified", "wrong", "repeated", "throttled", "busy", "failed"}) {
            count(result, 0);
        }
    }

    /** The caller whose credentials, read last, are remembered; empty when they have to be checked. Never blocks, O(1). */
    public Optional<Caller> remembered(ShownCredentials shown) {
        return Optional.ofNullable(memory.remembered(shown.credentials(), shown.key(keys)));
    }

    /** Whether the users file has the name, whatever the password. Never blocks, O(1). */
    public boolean knows(String username) {
        return directory.current().entry(username) != null;
    }

    /**
     * Checks the password off the calling thread, or does not where it is known to be wrong, or where too many wrong ones came; the
     * future never fails.
     *
     * @param from where the request comes from
     */
    public CompletableFuture<PasswordCheck> check(BasicCredentials credentials, InetAddress from) {
        CredentialKey key = keys.of(credentials);
        Users users = directory.current();
        var mine = new CompletableFuture<PasswordCheck>();
        var earlier = users.underWay().putIfAbsent(key, mine);
        if (earlier != null) {
            return earlier;
        }
        // Somebody else's guesses must not keep out whoever was let in before.
        boolean counts = !memory.isProven(credentials, key);
        PasswordCheck known = withoutHashing(credentials, key, counts ? from : null);
        if (known != null) {
            finish(users, key, mine, known);
            return mine;
        }
        try {
            hashing.execute(() -> hash(users, credentials, key, counts ? from : null, mine));
        } catch (RejectedExecutionException full) {
            count("busy", 1);
            finish(users, key, mine, new PasswordCheck.Busy());
        }
        return mine;
    }

    /** The outcome where there is no need, or no leave, to hash the password; else null. */
    private @Nullable PasswordCheck withoutHashing(
            BasicCredentials credentials, CredentialKey key, @Nullable InetAddress counted) {
        // An equal check may have ended between the caller's look into the memory and its registration here.
        Caller remembered = memory.remembered(credentials, key);
        if (remembered != null) {
            return new PasswordCheck.Verified(remembered);
        }
        if (memory.isKnownWrong(credentials, key)) {
            count("repeated", 1);
            return new PasswordCheck.Wrong();
        }
        Duration wait = counted == null ? Duration.ZERO : throttle.count(credentials.username(), counted);
        if (wait.isZero()) {
            return null;
        }
        count("throttled", 1);
        return new PasswordCheck.Throttled(wait);
    }

    private void hash(
            Users users,
            BasicCredentials credentials,
            CredentialKey key,
            @Nullable InetAddress counted,
            CompletableFuture<PasswordCheck> mine) {
        long start = System.nanoTime();
        PasswordCheck outcome = verify(credentials, key);
        if (outcome instanceof PasswordCheck.Verified && counted != null) {
            throttle.forgive(credentials.username(), counted);
        }
        finish(users, key, mine, outcome);
        if (outcome instanceof PasswordCheck.Wrong) {
            rest.accept(REST * (System.nanoTime() - start));
        }
    }

    private PasswordCheck verify(BasicCredentials credentials, CredentialKey key) {
        try {
            Caller caller = memory.verify(credentials, key);
            count(caller == null ? "wrong" : "verified", 1);
            return caller == null ? new PasswordCheck.Wrong() : new PasswordCheck.Verified(caller);
        } catch (RuntimeException | Error e) {
            // An Error too: argon2 and scrypt hashes name how much memory they take, and somebody waits for the end.
            count("failed", 1);
            LOG.error("A password hash of the users file could not be checked; the caller is refused.", e);
            return new PasswordCheck.Wrong();
        }
    }

    private static void finish(
            Users users, CredentialKey key, CompletableFuture<PasswordCheck> check, PasswordCheck outcome) {
        users.underWay().remove(key, check);
        check.complete(outcome);
    }

    private void count(String result, int times) {
        GatewayMeter.PASSWORD_CHECKS.counter(meters, result).increment(times);
    }
}
