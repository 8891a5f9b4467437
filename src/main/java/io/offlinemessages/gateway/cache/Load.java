package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A load of one key.
 *
 * @param result completes with the result, never with an error
 * @param standing its account's standing when it began
 * @param startedAt when it began, in nanoseconds of the cache's ticker; for another replica's load, the earliest moment possible
 * @param began when it began by the server's clock, in milliseconds; 0 where other replicas do not know of it
 * @param elsewhere the times of another replica's load; null for a load of this replica, which ends now
 */
record Load(
        CompletableFuture<Loaded> result,
        Standing standing,
        long startedAt,
        long began,
        @Nullable Elsewhere elsewhere) {

    /**
     * The times of another replica's load.
     *
     * @param took how long it took, in nanoseconds
     * @param doubt how much later than {@code startedAt} it may have begun, in nanoseconds
     * @param isOutdated whether a page had contradicted the outcome there
     */
    record Elsewhere(long took, long doubt, boolean isOutdated) {}

    Load(CompletableFuture<Loaded> result, Standing standing, long startedAt) {
        this(result, standing, startedAt, 0, null);
    }

    /** Whether another replica ran it. */
    boolean isElsewhere() {
        return elsewhere != null;
    }

    /** Whether a page had contradicted the outcome at the other replica. */
    boolean isOutdated() {
        return elsewhere != null && elsewhere.isOutdated();
    }

    /** When its outcome arrived: now, or for another replica's load the earliest moment possible. */
    long storedAt(Ticker ticker) {
        return elsewhere == null ? ticker.read() : startedAt + elsewhere.took();
    }

    /** When its outcome arrived: now, or for another replica's load the latest moment possible. */
    long endedAt(Ticker ticker) {
        return elsewhere == null ? ticker.read() : startedAt + elsewhere.took() + elsewhere.doubt();
    }

    /** The age of its outcome now, in whole seconds: the upstream's {@code Age}, and for another replica's load the time since it began. */
    long age(Outcome outcome, Ticker ticker) {
        long since = elsewhere == null ? 0 : ticker.read() - startedAt;
        return outcome.terms().age() + TimeUnit.NANOSECONDS.toSeconds(since);
    }
}
