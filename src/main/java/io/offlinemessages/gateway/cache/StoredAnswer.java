package io.offlinemessages.gateway.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer.
 *
 * @param representation the page or message; null for a remembered 404
 * @param lifetime its times
 * @param standing the standing of its account, which may invalidate it
 * @param failures consecutive refreshes that have failed since it was stored
 * @param retryAt when the next refresh may start, in nanoseconds of the ticker; meaningful after a failure
 * @param detail the state that pages are compared with; null for a page
 * @param began when its load began by the server's clock, in milliseconds; 0 where other replicas do not know of it
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

    /** The same answer limited to stale-if-error; its back-off ends, so the next request loads it. */
    StoredAnswer outdated(DetailState contradicted, long now) {
        return new StoredAnswer(representation, lifetime.outdated(now), standing, 0, 0, contradicted, began);
    }

    /** The same answer limited to stale-if-error, after another replica's notice; its back-off ends. */
    StoredAnswer outdated(long now) {
        DetailState state = detail == null ? null : detail.outdated(detail.contradiction());
        return new StoredAnswer(representation, lifetime.outdated(now), standing, 0, 0, state, began);
    }

    /** Whether a page has outdated it; false for pages, whose lifetime alone is limited. */
    boolean isOutdated() {
        return detail != null && detail.isOutdated();
    }

    /**
     * Whether it is at least as new as an answer that another replica has loaded. If other replicas do not know this one, it is older
     * only if the other's load began after this one arrived: of two loads that overlap the order is unknown, and this one stays.
     *
     * @param otherBegan when that load began, by the server's clock, in milliseconds
     * @param otherStartedAt the earliest moment at which that load began, in nanoseconds of the ticker
     */
    boolean isNoOlderThan(long otherBegan, long otherStartedAt) {
        return began > 0 ? began >= otherBegan : lifetime.storedAt() - otherStartedAt >= 0;
    }

    /**
     * The state that pages are compared with.
     *
     * @throws NullPointerException for a page
     */
    DetailState comparable() {
        return Objects.requireNonNull(detail, "pages are compared with details alone");
    }

    /** Whether a refresh may start now. */
    boolean mayRefresh(long now) {
        return failures == 0 || now - retryAt >= 0;
    }
}
