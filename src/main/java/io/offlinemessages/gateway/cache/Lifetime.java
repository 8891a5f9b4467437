package io.offlinemessages.gateway.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The times of something stored, whatever it is: pure functions of a moment, in nanoseconds of the cache's ticker.
 *
 * @param storedAt when it came from the upstream
 * @param ageThen how old it was then, in whole seconds
 * @param freshFor how long after that it is fresh
 * @param staleWhileRevalidate how long after freshness it is served while a refresh runs
 * @param staleIfError how long after freshness it is served in the place of an error
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

    /** The same, from now on of use in the place of an error alone, for as long as it would have been of any. */
    Lifetime outdated(long now) {
        long fresh = Math.min(freshFor, now - storedAt);
        return new Lifetime(storedAt, ageThen, fresh, 0, keptFor() - fresh);
    }

    /** Whole seconds since the answer was made, as far as anybody has said (RFC 9111 section 4.2.3). */
    long ageSeconds(long now) {
        return ageThen + secondsSinceStored(now);
    }

    /** Whole seconds of freshness that are left; negative once stale (RFC 9211 section 2.6). */
    long ttlSeconds(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(freshFor) - secondsSinceStored(now);
    }

    /** How long it can be of any use, in nanoseconds. */
    long keptFor() {
        return freshFor + Math.max(staleWhileRevalidate, staleIfError);
    }

    /** How much longer it can be of any use; never negative. */
    Duration timeLeft(long now) {
        return Duration.ofNanos(Math.max(0, keptFor() - (now - storedAt)));
    }

    private long secondsSinceStored(long now) {
        return TimeUnit.NANOSECONDS.toSeconds(now - storedAt);
    }
}
