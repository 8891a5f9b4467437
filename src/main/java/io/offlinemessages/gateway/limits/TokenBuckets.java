package io.offlinemessages.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each key, which is full at first and refills evenly within a minute. A bucket is kept as one
 * instant, at which it will be full again (the generic cell rate algorithm, ITU-T I.371). A bucket that has become full
 * is dropped. Beyond the maximum number of keys the least used buckets are evicted, and start full. Thread-safe; never
 * blocks.
 *
 * @param <K> the key; if callers choose it, its hash must be beyond their choice
 */
public final class TokenBuckets<K> {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int capacity;
    private final long interval;
    private final Ticker ticker;
    private final Cache<K, AtomicLong> fullAt;

    /**
     * Buckets of one size.
     *
     * @param capacity the tokens that a bucket holds, and that flow into it within a minute; at least 1
     * @param mostKeys the maximum number of buckets
     */
    public TokenBuckets(int capacity, int mostKeys, Ticker ticker) {
        this.capacity = capacity;
        this.interval = MINUTE / capacity;
        this.ticker = ticker;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(mostKeys)
                // A bucket that is not used for a minute is full.
                .expireAfterAccess(Duration.ofNanos(MINUTE))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Takes a token from the key's bucket, if there is one. */
    public Take take(K key) {
        AtomicLong bucket = fullAt.get(key, absent -> new AtomicLong(ticker.read()));
        while (true) {
            long now = ticker.read();
            long before = bucket.get();
            long missing = Math.max(0, before - now) + interval;
            long excess = missing - capacity * interval;
            if (excess > 0) {
                return new Take(false, 0, Duration.ofNanos(missing - interval), Duration.ofNanos(excess));
            }
            if (bucket.compareAndSet(before, now + missing)) {
                return new Take(true, (int) (-excess / interval), Duration.ofNanos(missing), Duration.ZERO);
            }
        }
    }

    /** Puts back a token that was taken a short while ago. */
    public void giveBack(K key) {
        AtomicLong bucket = fullAt.getIfPresent(key);
        if (bucket != null) {
            bucket.addAndGet(-interval);
        }
    }

    /** The approximate number of buckets. */
    long size() {
        fullAt.cleanUp();
        return fullAt.estimatedSize();
    }

    /**
     * The result of an attempt to take a token.
     *
     * @param granted whether there was a token
     * @param remaining the number of tokens that are left
     * @param untilFull the time until the bucket is full again
     * @param retryAfter the time until there is a token; zero if one was granted
     */
    public record Take(boolean granted, int remaining, Duration untilFull, Duration retryAfter) {}
}
