package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A load under way.
 *
 * @param result completes with what it brings, never with an error
 * @param standing that of its account when it began
 * @param startedAt when it began, in nanoseconds of the cache's ticker; of another replica's, at the latest or before
 * @param began when it began by the clock that the replicas share, in milliseconds; 0 where they know nothing of it
 * @param elsewhere the times of another replica's; null for one of this replica's own, which ends now
 */
record Load(
        CompletableFuture<Loaded> result,
        Standing standing,
        long startedAt,
        long began,
        @Nullable Elsewhere elsewhere) {

    /**
     * That another replica made it.
     *
     * @param took how long it took, in nanoseconds
     * @param doubt by how much later it may have begun than it says
     * @param isOutdated whether a page had contradicted there what it brought
     */
    record Elsewhere(long took, long doubt, boolean isOutdated) {}

    Load(CompletableFuture<Loaded> result, Standing standing, long startedAt) {
        this(result, standing, startedAt, 0, null);
    }

    /** Whether another replica made it. */
    boolean isElsewhere() {
        return elsewhere != null;
    }

    /** Whether a page had contradicted what it brought, where it was made. */
    boolean isOutdated() {
        return elsewhere != null && elsewhere.isOutdated();
    }

    /** When its outcome came, which is now or has been then; it is no younger than that. */
    long storedAt(Ticker ticker) {
        return elsewhere == null ? ticker.read() : startedAt + elsewhere.took();
    }

    /** When its outcome came at the latest. */
    long endedAt(Ticker ticker) {
        return elsewhere == null ? ticker.read() : startedAt + elsewhere.took() + elsewhere.doubt();
    }

    /** How old its outcome is now, in whole seconds, as far as anybody has said. */
    long age(Outcome outcome, Ticker ticker) {
        long since = elsewhere == null ? 0 : ticker.read() - startedAt;
        return outcome.terms().age() + TimeUnit.NANOSECONDS.toSeconds(since);
    }
}
