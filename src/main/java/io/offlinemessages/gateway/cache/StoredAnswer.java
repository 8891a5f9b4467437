package io.offlinemessages.gateway.cache;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the cache.
 *
 * @param representation what was asked for, or null for a remembered 404
 * @param lifetime how long it is of use, and how
 * @param standing whether its account still has any use of it
 * @param failures how many refreshes failed since it came, running
 * @param retryAt when the next refresh may be tried, in nanoseconds of the ticker; without meaning while nothing failed
 */
record StoredAnswer(
        @Nullable Representation representation, Lifetime lifetime, Standing standing, int failures, long retryAt) {

    static StoredAnswer of(@Nullable Representation representation, Lifetime lifetime, Standing standing) {
        return new StoredAnswer(representation, lifetime, standing, 0, 0);
    }

    /** The same answer after one more failed refresh. */
    StoredAnswer backedOff(long retryAt) {
        return new StoredAnswer(representation, lifetime, standing, failures + 1, retryAt);
    }

    /** Whether a refresh may be tried now. */
    boolean mayRefresh(long now) {
        return failures == 0 || now - retryAt >= 0;
    }
}
