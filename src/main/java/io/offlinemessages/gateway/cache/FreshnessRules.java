package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rules of time: the operator's, which the upstream's terms make shorter, never longer. */
final class FreshnessRules {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;

    private final Times detail;
    private final Times page;
    private final Times notFound;

    FreshnessRules(CacheProperties properties) {
        this.detail = new Times(
                properties.ttl().toNanos(),
                properties.staleWhileRevalidate().toNanos(),
                properties.staleIfError().toNanos());
        this.page = times(properties.list());
        this.notFound = new Times(properties.notFoundTtl().toNanos(), 0, 0);
    }

    /** A page that is never fresh is not served stale behind callers' backs either, so that each call of its own brings a new one. */
    private static Times times(CacheProperties.Pages pages) {
        return new Times(
                pages.ttl().toNanos(),
                pages.ttl().isZero() ? 0 : pages.staleWhileRevalidate().toNanos(),
                pages.staleIfError().toNanos());
    }

    /**
     * How long an outcome is of use; null when it is not to be stored. A remembered 404 is never stale, and of the list no error is
     * remembered.
     *
     * @param askedAt when the upstream was asked, from when on its terms count (RFC 9111 section 4.2.3)
     */
    @Nullable
    Lifetime lifetime(Route route, Outcome outcome, long askedAt, long now) {
        Times times = times(route, outcome);
        if (times == null || !outcome.terms().allowStoring()) {
            return null;
        }
        Lifetime lifetime = times.within(outcome.terms(), askedAt, now);
        return lifetime.keptFor() > 0 ? lifetime : null;
    }

    private @Nullable Times times(Route route, Outcome outcome) {
        if (outcome instanceof Outcome.Found) {
            return route == Route.LIST ? page : detail;
        }
        return isNoRecord(outcome) ? notFound : null;
    }

    /** Whether it is the documented 404 of a detail. */
    static boolean isNoRecord(Outcome outcome) {
        return outcome instanceof Outcome.Denied denied && denied.failure().kind() == FailureKind.NO_RECORD;
    }

    /** When to try again after one more failure: after 1 s, doubling up to 32 s, but not before the upstream allows it. */
    long retryAt(int failures, Duration retryAfter, long now) {
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return now + (backoff.compareTo(retryAfter) > 0 ? backoff : retryAfter).toNanos();
    }

    /** What the operator allows, in nanoseconds. */
    private record Times(long freshFor, long staleWhileRevalidate, long staleIfError) {

        Lifetime within(CacheTerms terms, long askedAt, long now) {
            long delay = TimeUnit.NANOSECONDS.toSeconds(now - askedAt);
            long fresh = Math.max(0, terms.freshFor() - delay);
            boolean neverFresh = fresh == 0 && terms.staleWhileRevalidate() == CacheTerms.UNLIMITED;
            return new Lifetime(
                    now,
                    terms.age() + delay,
                    shorter(freshFor, fresh),
                    // What is stale when it comes hides no refresh, unless the upstream itself says so.
                    neverFresh ? 0 : shorter(staleWhileRevalidate, terms.staleWhileRevalidate()),
                    shorter(staleIfError, terms.staleIfError()));
        }

        private static long shorter(long nanos, long seconds) {
            return Math.min(nanos, TimeUnit.SECONDS.toNanos(seconds));
        }
    }
}
