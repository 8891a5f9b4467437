package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lifetimes of answers: the operator's times, which the upstream's terms may shorten and never lengthen. */
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

    /** Pages with a ttl of 0s have no stale-while-revalidate, so that each caller gets a page loaded for it. */
    private static Times times(CacheProperties.Pages pages) {
        return new Times(
                pages.ttl().toNanos(),
                pages.ttl().isZero() ? 0 : pages.staleWhileRevalidate().toNanos(),
                pages.staleIfError().toNanos());
    }

    /**
     * The lifetime of an outcome; null when it must not be stored. Of the errors only a detail's 404 is stored, and it is never served
     * stale.
     *
     * @param askedAt when the request was sent; the upstream's terms count from then (RFC 9111 section 4.2.3)
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

    /** Whether the outcome is the documented 404 of a detail. */
    static boolean isNoRecord(Outcome outcome) {
        return outcome instanceof Outcome.Denied denied && denied.failure().kind() == FailureKind.NO_RECORD;
    }

    /** The moment of the next refresh after one more failure: 1 s later, doubling up to 32 s, and at least {@code retryAfter} later. */
    long retryAt(int failures, Duration retryAfter, long now) {
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return now + (backoff.compareTo(retryAfter) > 0 ? backoff : retryAfter).toNanos();
    }

    /** The operator's times, in nanoseconds. */
    private record Times(long freshFor, long staleWhileRevalidate, long staleIfError) {

        Lifetime within(CacheTerms terms, long askedAt, long now) {
            long delay = TimeUnit.NANOSECONDS.toSeconds(now - askedAt);
            long fresh = Math.max(0, terms.freshFor() - delay);
            boolean neverFresh = fresh == 0 && terms.staleWhileRevalidate() == CacheTerms.UNLIMITED;
            return new Lifetime(
                    now,
                    terms.age() + delay,
                    shorter(freshFor, fresh),
                    // An answer that is stale on arrival is served during a
                    // refresh only if the upstream itself allows it.
                    neverFresh ? 0 : shorter(staleWhileRevalidate, terms.staleWhileRevalidate()),
                    shorter(staleIfError, terms.staleIfError()));
        }

        private static long shorter(long nanos, long seconds) {
            return Math.min(nanos, TimeUnit.SECONDS.toNanos(seconds));
        }
    }
}
