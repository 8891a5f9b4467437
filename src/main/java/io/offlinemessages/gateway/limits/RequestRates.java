package io.offlinemessages.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import org.jspecify.annotations.Nullable;

/**
 * How many admitted requests each caller may make a minute, and the {@code RateLimit} header fields that tell callers where they
 * stand (draft-ietf-httpapi-ratelimit-headers, section 3).
 */
public final class RequestRates {

    /** The header field that names the limit. */
    public static final String POLICY_FIELD = "RateLimit-Policy";

    /** The header field that says what is left of it. */
    public static final String FIELD = "RateLimit";

    /** More callers than this at once begin anew now and then. */
    private static final int MOST_CALLERS = 100_000;

    private final @Nullable TokenBuckets<String> buckets;
    private final String policy;

    /** A limit of so many requests a minute for each caller; 0 for none. */
    public RequestRates(LimitsProperties limits, Ticker ticker) {
        int perMinute = limits.requestsPerMinute();
        this.buckets = perMinute == 0 ? null : new TokenBuckets<>(perMinute, MOST_CALLERS, ticker);
        this.policy = "\"requests\";q=" + perMinute + ";w=60";
    }

    /** Counts a request of the caller, unless it is one too many; null where there is no limit. Never blocks, O(1). */
    public @Nullable Take take(String caller) {
        return buckets == null ? null : buckets.take(caller);
    }

    /** The value of {@link #POLICY_FIELD}. */
    public String policy() {
        return policy;
    }

    /** The value of {@link #FIELD}: how many more requests may come at once, and in how many seconds it will be all of them again. */
    public static String field(Take take) {
        return "\"requests\";r=" + take.remaining() + ";t="
                + take.untilFull().plusNanos(999_999_999).toSeconds();
    }
}
