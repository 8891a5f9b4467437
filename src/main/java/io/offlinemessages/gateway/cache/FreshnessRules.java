package io.offlinemessages.gateway.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The rules of time, as pure functions of an entry and a moment. */
final class FreshnessRules {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;

    private final long ttl;
    private final long staleWhileRevalidate;
    private final long staleIfError;
    private final long notFoundTtl;

    FreshnessRules(CacheProperties properties) {
        this.ttl = properties.ttl().toNanos();
        this.staleWhileRevalidate = properties.staleWhileRevalidate().toNanos();
        this.staleIfError = properties.staleIfError().toNanos();
        this.notFoundTtl = properties.notFoundTtl().toNanos();
    }

    Freshness of(StoredAnswer answer, long now) {
        long stale = now - answer.storedAt() - freshFor(answer);
        if (stale < 0) {
            return Freshness.FRESH;
        }
        if (answer.representation() == null) {
            return Freshness.EXPIRED;
        }
        if (stale < staleWhileRevalidate) {
            return Freshness.STALE_WHILE_REVALIDATE;
        }
        return stale < staleIfError ? Freshness.STALE_IF_ERROR : Freshness.EXPIRED;
    }

    /** Whole seconds since the answer came from the upstream. */
    long ageSeconds(StoredAnswer answer, long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - answer.storedAt());
    }

    /** Whole seconds of freshness that are left; negative once stale (RFC 9211 section 2.6). */
    long ttlSeconds(StoredAnswer answer, long now) {
        return TimeUnit.NANOSECONDS.toSeconds(freshFor(answer)) - ageSeconds(answer, now);
    }

    /** How long an entry can be of any use, in nanoseconds. */
    long keptFor(StoredAnswer answer) {
        return answer.representation() == null ? notFoundTtl : ttl + Math.max(staleWhileRevalidate, staleIfError);
    }

    /** How much longer an entry can be of any use; never negative. */
    Duration timeLeft(StoredAnswer answer, long now) {
        return Duration.ofNanos(Math.max(0, keptFor(answer) - (now - answer.storedAt())));
    }

    /** When to try again after one more failure: after 1 s, doubling up to 32 s, but not before the upstream allows it. */
    long retryAt(StoredAnswer answer, Duration retryAfter, long now) {
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(answer.failures(), MOST_DOUBLINGS));
        return now + (backoff.compareTo(retryAfter) > 0 ? backoff : retryAfter).toNanos();
    }

    private long freshFor(StoredAnswer answer) {
        return answer.representation() == null ? notFoundTtl : ttl;
    }
}
