package io.offlinemessages.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each key, full at first, that refills evenly within a minute. Each is kept as the one moment at which it will
 * be full again (the generic cell rate algorithm, ITU-T I.371), and forgotten once it is. O(1), never blocks, at most so many keys:
 * beyond, those that are asked for least are forgotten, and so are full.
 *
 * @param <K> the key; where callers choose it, it must be one whose hash they cannot choose
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
     * @param capacity how many tokens a bucket holds, and how many flow into it within a minute; at least 1
     * @param mostKeys how many buckets are kept
     */
    public TokenBuckets(int capacity, int mostKeys, Ticker ticker) {
        this.capacity = capacity;
        this.interval = MINUTE / capacity;
        this.ticker = ticker;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(mostKeys)
                // A bucket that nobody asks for is full by then.
                .expireAfterAccess(Duration.ofNanos(MINUTE))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Takes a token out of the key's bucket, where there is one. */
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

    /** Puts a token back that was taken a short while ago. */
    public void giveBack(K key) {
        AtomicLong bucket = fullAt.getIfPresent(key);
        if (bucket != null) {
            bucket.addAndGet(-interval);
        }
    }

    /** How many buckets are kept, about. */
    long size() {
        fullAt.cleanUp();
        return fullAt.estimatedSize();
    }

    /**
     * What came of asking for a token.
     *
     * @param granted whether there was one
     * @param remaining how many there still are
     * @param untilFull how long until the bucket is full again
     * @param retryAfter how long until there will be one; zero when it was granted
     */
    public record Take(boolean granted, int remaining, Duration untilFull, Duration retryAfter) {}
}
