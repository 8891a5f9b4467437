package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stored detail towards the pages that show its message as a row.
 *
 * @param digests those of the message; null for a remembered 404
 * @param asOf the moment that it tells of: when its load began, less the {@code Age} that it came with, in nanoseconds of the cache's
 *     ticker
 * @param isOutdated whether a page has contradicted it
 * @param contradiction what that page has shown otherwise; of a detail that is not outdated, what a page had shown otherwise than the
 *     detail before it, in fields that its load has left as they were; else null
 */
record DetailState(
        @Nullable MessageDigests digests,
        long asOf,
        boolean isOutdated,
        @Nullable Contradiction contradiction) {

    private static final int DIGESTS = 144;
    private static final int CONTRADICTION = DIGESTS + 32;

    /** That of what a load brings: of a message, or of a 404. */
    static DetailState of(Load load, Outcome outcome) {
        long asOf = load.startedAt() - TimeUnit.SECONDS.toNanos(outcome.terms().age());
        List<MessageDigests> messages = outcome instanceof Outcome.Found found ? found.messages() : List.of();
        return new DetailState(messages.isEmpty() ? null : messages.get(0), asOf, false, null);
    }

    /** How many bytes the digests take, its own and those of the row that contradicts it. */
    int weight() {
        return (digests == null ? 0 : DIGESTS) + (contradiction == null ? 0 : CONTRADICTION);
    }

    boolean isNotFound() {
        return digests == null;
    }

    DetailState outdated(@Nullable Contradiction by) {
        return new DetailState(digests, asOf, true, by);
    }

    /** With a doubt for the next page to confirm, or without. */
    DetailState doubted(@Nullable Contradiction doubt) {
        return new DetailState(digests, asOf, isOutdated, doubt);
    }

    /** The set of fields that the row shows otherwise. */
    int differences(ShownRow row) {
        return digests == null ? 0 : digests.differences(row.digests());
    }
}
