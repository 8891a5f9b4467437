package io.offlinemessages.gateway.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The times of a stored answer. Its methods are pure functions of a moment; moments and spans are nanoseconds of the cache's ticker
 * unless they say seconds.
 *
 * @param storedAt when it arrived from the upstream
 * @param ageThen its age at that moment, in whole seconds
 * @param freshFor how long it is fresh, from {@code storedAt} on
 * @param staleWhileRevalidate how long after freshness it is served while a refresh runs
 * @param staleIfError how long after freshness it is served in place of an error
 */
record Lifetime(long storedAt, long ageThen, long freshFor, long staleWhileRevalidate, long staleIfError) {

    Freshness at(long now) {
        long stale = now - storedAt - freshFor;
        if (stale < 0) {
            return Freshness.FRESH;
        }
        if (stale < staleWhileRevalidate) {
            return Freshness.STALE_WHILE_REVALIDATE;
        }
        return stale < staleIfError ? Freshness.STALE_IF_ERROR : Freshness.EXPIRED;
    }

    /** The same, limited to stale-if-error from now on, and kept as long as before. */
    Lifetime outdated(long now) {
        long fresh = Math.min(freshFor, now - storedAt);
        return new Lifetime(storedAt, ageThen, fresh, 0, keptFor() - fresh);
    }

    /** Whole seconds since the answer was made, as far as {@code Age} and residence time tell (RFC 9111 section 4.2.3). */
    long ageSeconds(long now) {
        return ageThen + secondsSinceStored(now);
    }

    /** Whole seconds of freshness left; negative once stale (RFC 9211 section 2.4). */
    long ttlSeconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(freshFor) - secondsSinceStored(now);
    }

    /** How long it is kept from {@code storedAt} on, in nanoseconds. */
    long keptFor() {
        return freshFor + Math.max(staleWhileRevalidate, staleIfError);
    }

    /** The time until it expires; zero once it has. */
    Duration timeLeft(long now) {
        return Duration.ofNanos(Math.max(0, keptFor() - (now - storedAt)));
    }

    private long secondsSinceStored(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - storedAt);
    }
}
