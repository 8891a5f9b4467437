package io.offlinemessages.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import org.jspecify.annotations.Nullable;

/**
 * The limit on admitted requests of each caller a minute, and the {@code RateLimit} header fields that report it to
 * callers (draft-ietf-httpapi-ratelimit-headers, section 3).
 */
public final class RequestRates {

    /** The header field that names the limit. */
    public static final String POLICY_FIELD = "RateLimit-Policy";

    /** The header field that reports the rest of the limit. */
    public static final String FIELD = "RateLimit";

    /** Maximum number of buckets; beyond it the least used are evicted and start full. */
    private static final int MOST_CALLERS = 100_000;

    private final @Nullable TokenBuckets<String> buckets;
    private final String policy;

    /** Reads the limit from {@code gateway.limits.requests-per-minute}; 0 means no limit. */
    public RequestRates(LimitsProperties limits, Ticker ticker) {
        int perMinute = limits.requestsPerMinute();
        this.buckets = perMinute == 0 ? null : new TokenBuckets<>(perMinute, MOST_CALLERS, ticker);
        this.policy = "\"requests\";q=" + perMinute + ";w=60";
    }

    /**
     * Takes a token from the caller's bucket, and so counts a request. Never blocks.
     *
     * @return whether there was a token; null without a limit
     */
    public @Nullable Take take(String caller) {
        return buckets == null ? null : buckets.take(caller);
    }

    /** The value of {@link #POLICY_FIELD}. */
    public String policy() {
        return policy;
    }

    /**
     * The value of {@link #FIELD}: the requests that may still come at once, and the seconds, rounded up, until the
     * bucket is full again.
     */
    public static String field(Take take) {
        return "\"requests\";r=" + take.remaining() + ";t="
                + take.untilFull().plusNanos(999_999_999).toSeconds();
    }
}
