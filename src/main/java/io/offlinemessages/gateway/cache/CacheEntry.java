package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Account;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cache entry as operators see it: everything but its content.
 *
 * @param account the account that the entry belongs to
 * @param state {@code fresh}, {@code stale_while_revalidate} or {@code stale_if_error}
 * @param outdated whether a page of the list has contradicted it
 * @param age whole seconds since the answer was made
 * @param freshFor whole seconds of freshness left; negative once stale
 * @param left the time until it expires
 * @param size bytes of the body; 0 for a remembered 404
 * @param etag the validator of the body; null for a remembered 404
 * @param loading whether a refresh is under way
 * @param failedRefreshes refreshes that have failed since the answer was stored
 */
public record CacheEntry(
        Account account,
        String state,
        boolean outdated,
        long age,
        long freshFor,
        Duration left,
        int size,
        @Nullable String etag,
        boolean loading,
        int failedRefreshes) {

    static CacheEntry of(Account account, StoredAnswer answer, long now, boolean loading) {
        Representation representation = answer.representation();
        Lifetime lifetime = answer.lifetime();
        return new CacheEntry(
                account,
                lifetime.at(now).name().toLowerCase(Locale.ROOT),
                answer.isOutdated(),
                lifetime.ageSeconds(now),
                lifetime.ttlSeconds(now),
                lifetime.timeLeft(now),
                representation == null ? 0 : representation.body().length,
                representation == null ? null : representation.etag(),
                loading,
                answer.failures());
    }

    /** Whether it holds a page or message; false for a remembered 404. */
    public boolean isFound() {
        return etag != null;
    }
}
