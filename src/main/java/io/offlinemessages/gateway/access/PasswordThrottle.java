package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TokenBuckets;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many wrong passwords are worth hashing: so many a minute for one user name, and so many from one address. What callers choose
 * is known by keyed digests only, so that they can neither fill memory with it nor steer it.
 */
final class PasswordThrottle {

    /** Beyond these, names and addresses that are tried least begin anew. */
    private static final int MOST_KEPT = 10_000;

    /** Whoever has one address of IPv6 has all that share its first half. */
    private static final int NETWORK_BYTES = 8;

    private final CredentialKey.Factory keys;
    private final @Nullable TokenBuckets<Long> users;
    private final @Nullable TokenBuckets<Long> addresses;

    PasswordThrottle(LimitsProperties limits, CredentialKey.Factory keys, Ticker ticker) {
        this.keys = keys;
        this.users = buckets(limits.failedLoginsPerUser(), ticker);
        this.addresses = buckets(limits.failedLoginsPerAddress(), ticker);
    }

    /** Counts a password that is about to be hashed as a wrong one, and returns zero; or how long to wait, and counts nothing. */
    Duration count(String username, InetAddress address) {
        Duration user = count(users, user(username));
        if (!user.isZero()) {
            return user;
        }
        Duration wait = count(addresses, address(address));
        if (!wait.isZero()) {
            giveBack(users, user(username));
        }
        return wait;
    }

    /** Counts it no more, because it was right. */
    void forgive(String username, InetAddress address) {
        giveBack(users, user(username));
        giveBack(addresses, address(address));
    }

    private static @Nullable TokenBuckets<Long> buckets(int perMinute, Ticker ticker) {
        return perMinute == 0 ? null : new TokenBuckets<>(perMinute, MOST_KEPT, ticker);
    }

    private static Duration count(@Nullable TokenBuckets<Long> buckets, long key) {
        return buckets == null ? Duration.ZERO : buckets.take(key).retryAfter();
    }

    private static void giveBack(@Nullable TokenBuckets<Long> buckets, long key) {
        if (buckets != null) {
            buckets.giveBack(key);
        }
    }

    private long user(String username) {
        return keys.digest(username.getBytes(StandardCharsets.UTF_8));
    }

    private long address(InetAddress address) {
        byte[] octets = address.getAddress();
        return keys.digest(Arrays.copyOf(octets, Math.min(octets.length, NETWORK_BYTES)));
    }
}
