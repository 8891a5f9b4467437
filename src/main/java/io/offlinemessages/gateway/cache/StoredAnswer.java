package io.offlinemessages.gateway.cache;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the cache.
 *
 * @param representation the message, or null for a remembered 404
 * @param storedAt when it came from the upstream, in nanoseconds of the cache's ticker
 * @param failures how many refreshes failed since then, running
 * @param retryAt when the next refresh may be tried, in nanoseconds of the ticker; without meaning while nothing failed
 */
record StoredAnswer(@Nullable Representation representation, long storedAt, int failures, long retryAt) {

    static StoredAnswer found(Representation representation, long now) {
        return new StoredAnswer(representation, now, 0, now);
    }

    static StoredAnswer notFound(long now) {
        return new StoredAnswer(null, now, 0, now);
    }

    /** The same answer after one more failed refresh. */
    StoredAnswer backedOff(long retryAt) {
        return new StoredAnswer(representation, storedAt, failures + 1, retryAt);
    }

    /** Whether a refresh may be tried now. */
    boolean mayRefresh(long now) {
        return failures == 0 || now - retryAt >= 0;
    }
}
