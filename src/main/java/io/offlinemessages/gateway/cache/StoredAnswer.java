package io.offlinemessages.gateway.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the cache.
 *
 * @param representation what was asked for, or null for a remembered 404
 * @param lifetime how long it is of use, and how
 * @param standing whether its account still has any use of it
 * @param failures how many refreshes failed since it came, running
 * @param retryAt when the next refresh may be tried, in nanoseconds of the ticker; without meaning while nothing failed
 * @param detail what pages may contradict; null for a page
 * @param began when its load began by the clock that the replicas share, in milliseconds; 0 where they know nothing of it
 */
record StoredAnswer(
        @Nullable Representation representation,
        Lifetime lifetime,
        Standing standing,
        int failures,
        long retryAt,
        @Nullable DetailState detail,
        long began) {

    static StoredAnswer of(
            @Nullable Representation representation,
            Lifetime lifetime,
            Standing standing,
            @Nullable DetailState detail,
            long began) {
        return new StoredAnswer(representation, lifetime, standing, 0, 0, detail, began);
    }

    /** The same answer after one more failed refresh. */
    StoredAnswer backedOff(long retryAt) {
        return new StoredAnswer(representation, lifetime, standing, failures + 1, retryAt, detail, began);
    }

    /** The same answer with another state. */
    StoredAnswer with(DetailState other) {
        return new StoredAnswer(representation, lifetime, standing, failures, retryAt, other, began);
    }

    /** The same answer, which from now on serves in the place of errors alone; the next request loads it, whatever failed before. */
    StoredAnswer outdated(DetailState contradicted, long now) {
        return new StoredAnswer(representation, lifetime.outdated(now), standing, 0, 0, contradicted, began);
    }

    /** The same, after a replica has told that it is out of date. */
    StoredAnswer outdated(long now) {
        DetailState state = detail == null ? null : detail.outdated(detail.contradiction());
        return new StoredAnswer(representation, lifetime.outdated(now), standing, 0, 0, state, began);
    }

    /** Whether a detail is out of date; a page never is, it is only of less use. */
    boolean isOutdated() {
        return detail != null && detail.isOutdated();
    }

    /**
     * Whether an answer that another replica has loaded is not newer. Where replicas know nothing of this one, the other must have begun
     * after this one came: of two that overlap nobody knows which is newer, and this one stays.
     *
     * @param otherBegan when that load began, by the clock that the replicas share
     * @param otherStartedAt the same, in nanoseconds of the ticker, or before
     */
    boolean isNoOlderThan(long otherBegan, long otherStartedAt) {
        return began > 0 ? began >= otherBegan : lifetime.storedAt() - otherStartedAt >= 0;
    }

    /** The digests that pages may contradict. This answer must be a detail. */
    DetailState comparable() {
        return Objects.requireNonNull(detail, "pages are compared with details alone");
    }

    /** Whether a refresh may be tried now. */
    boolean mayRefresh(long now) {
        return failures == 0 || now - retryAt >= 0;
    }
}
