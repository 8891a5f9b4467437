package io.offlinemessages.gateway.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authenticator of callers by user name and password. It recognises remembered credentials at once. It hashes others on threads of
 * their own; equal ones that arrive together share one hash. Only a password that was hashed and is wrong counts against a limit.
 */
public final class Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final UserDirectory directory;
    private final CredentialMemory memory;
    private final CredentialKey.Factory keys;
    private final PasswordThrottle throttle;
    private final HashingQueue queue;
    private final MeterRegistry meters;

    Authenticator(
            UserDirectory directory,
            CredentialMemory memory,
            CredentialKey.Factory keys,
            PasswordThrottle throttle,
            HashingQueue queue,
            MeterRegistry meters) {
        this.directory = directory;
        this.memory = memory;
        this.keys = keys;
        this.throttle = throttle;
        this.queue = queue;
        this.meters = meters;
        for (String result :
                new String[] {"verified", "wrong", "repeated", "throttled", "busy", "abandoned", "failed"}) {
            count(result, 0);
        }
    }

    /** The caller with the last-read credentials if they are remembered; empty where they have to be checked. Never blocks. */
    public Optional<Caller> remembered(ShownCredentials shown) {
        return Optional.ofNullable(memory.remembered(shown.credentials(), shown.key(keys)));
    }

    /** Whether the users file has the name, whatever the password. Never blocks. */
    public boolean knows(String username) {
        return directory.current().entry(username) != null;
    }

    /**
     * Checks a password on another thread. It skips the hash where the credentials are known to be right or wrong, or too many wrong
     * passwords came. The future never completes with an error; cancelling it gives up the wait.
     *
     * @param from the address that the request comes from
     */
    public CompletableFuture<PasswordCheck> check(BasicCredentials credentials, InetAddress from) {
        CredentialKey key = keys.of(credentials);
        Users users = directory.current();
        var mine = new Check(credentials, key, from, memory.isProven(credentials, key), new CheckHandler(users));
        CompletableFuture<PasswordCheck> answer = mine.answer();
        Check earlier = users.underWay().putIfAbsent(key, mine);
        while (earlier != null) {
            if (earlier.join()) {
                return earlier.answer();
            }
            // All callers of the earlier check have left it.
            users.underWay().remove(key, earlier);
            earlier = users.underWay().putIfAbsent(key, mine);
        }
        PasswordCheck known = withoutHashing(mine);
        if (known == null) {
            queue.add(mine);
        } else {
            end(users, mine, known);
        }
        return answer;
    }

    /** The outcome where the password need not, or must not, be hashed; else null. */
    private @Nullable PasswordCheck withoutHashing(Check check) {
        // An equal check may have ended since the caller looked into the memory.
        Caller remembered = memory.remembered(check.credentials(), check.key());
        if (remembered != null) {
            return new PasswordCheck.Verified(remembered);
        }
        if (memory.isKnownWrong(check.credentials(), check.key())) {
            count("repeated", 1);
            return new PasswordCheck.Wrong();
        }
        // Other callers' guesses must not lock out a caller whose credentials were right before.
        Duration wait = check.isProven()
                ? Duration.ZERO
                : throttle.count(check.credentials().username(), check.from());
        if (wait.isZero()) {
            return null;
        }
        count("throttled", 1);
        return new PasswordCheck.Throttled(wait);
    }

    private static void end(Users users, Check check, PasswordCheck outcome) {
        users.underWay().remove(check.key(), check);
        check.end(outcome);
    }

    private void count(String result, int times) {
        GatewayMeter.PASSWORD_CHECKS.counter(meters, result).increment(times);
    }

    /** The handler of the checks that began under one version of the users file. */
    private final class CheckHandler implements Check.Handler {

        private final Users users;

        CheckHandler(Users users) {
            this.users = users;
        }

        @Override
        public boolean hash(Check check) {
            PasswordCheck outcome = new PasswordCheck.Wrong();
            try {
                Caller caller = memory.verify(check.credentials(), check.key());
                if (caller != null) {
                    outcome = new PasswordCheck.Verified(caller);
                    forgive(check);
                }
                count(caller == null ? "wrong" : "verified", 1);
            } catch (RuntimeException | Error e) {
                // Errors, too: argon2 and scrypt hashes set how much memory they take, and callers wait for the result.
                forgive(check);
                count("failed", 1);
                LOG.error("A password hash of the users file could not be checked; the caller is refused.", e);
            }
            end(users, check, outcome);
            return outcome instanceof PasswordCheck.Verified;
        }

        @Override
        public void refused(Check check, Duration retryAfter) {
            forgive(check);
            count("busy", 1);
            end(users, check, new PasswordCheck.Busy(retryAfter));
        }

        @Override
        public void abandoned(Check check) {
            forgive(check);
            count("abandoned", 1);
            end(users, check, new PasswordCheck.Busy(Duration.ZERO));
            queue.leave(check);
        }

        private void forgive(Check check) {
            if (!check.isProven()) {
                throttle.forgive(check.credentials().username(), check.from());
            }
        }
    }
}
