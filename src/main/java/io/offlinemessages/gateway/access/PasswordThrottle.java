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
 * The limit of wrong passwords that are hashed: so many a minute for each user name, and for each address. Names and addresses are kept
 * as keyed digests, so that callers can neither fill memory with them nor choose their buckets.
 */
final class PasswordThrottle {

    /** Maximum number of buckets, for names and for addresses; beyond it the least used are evicted and start full. */
    private static final int MOST_KEPT = 10_000;

    /** One caller may own all IPv6 addresses with a common first half, so they share a bucket. */
    private static final int NETWORK_BYTES = 8;

    private final CredentialKey.Factory keys;
    private final @Nullable TokenBuckets<Long> users;
    private final @Nullable TokenBuckets<Long> addresses;

    PasswordThrottle(LimitsProperties limits, CredentialKey.Factory keys, Ticker ticker) {
        this.keys = keys;
        this.users = buckets(limits.failedLoginsPerUser(), ticker);
        this.addresses = buckets(limits.failedLoginsPerAddress(), ticker);
    }

    /**
     * Counts a password that is about to be hashed as a wrong one, and returns zero; over a limit counts nothing, and returns the time
     * to wait.
     */
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

    /** Reverts {@link #count} for a password that was not hashed or not wrong. */
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
