package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stored detail that rows of pages are compared with.
 *
 * @param digests the message's digests; null for a remembered 404
 * @param asOf the moment whose state it shows: the beginning of its load less the {@code Age} of the response, in nanoseconds of the
 *     cache's ticker
 * @param isOutdated whether a page has contradicted it
 * @param contradiction of an outdated detail, the difference that outdated it; of any other, a doubt: a difference from the detail
 *     before it that the reload did not resolve; else null
 */
record DetailState(
        @Nullable MessageDigests digests,
        long asOf,
        boolean isOutdated,
        @Nullable Contradiction contradiction) {

    private static final int DIGESTS = 144;
    private static final int CONTRADICTION = DIGESTS + 32;

    /** The state of a load's outcome: a message, or a 404. */
    static DetailState of(Load load, Outcome outcome) {
        long asOf = load.startedAt() - TimeUnit.SECONDS.toNanos(outcome.terms().age());
        List<MessageDigests> messages = outcome instanceof Outcome.Found found ? found.messages() : List.of();
        return new DetailState(messages.isEmpty() ? null : messages.get(0), asOf, false, null);
    }

    /** The heap that the state takes, in bytes: its own digests and those of the contradicting row. */
    int weight() {
        return (digests == null ? 0 : DIGESTS) + (contradiction == null ? 0 : CONTRADICTION);
    }

    boolean isNotFound() {
        return digests == null;
    }

    DetailState outdated(@Nullable Contradiction by) {
        return new DetailState(digests, asOf, true, by);
    }

    /** The same with a doubt for the next page to confirm; null for none. */
    DetailState doubted(@Nullable Contradiction doubt) {
        return new DetailState(digests, asOf, isOutdated, doubt);
    }

    /** The set of fields in which the row differs from it. */
    int differences(ShownRow row) {
        return digests == null ? 0 : digests.differences(row.digests());
    }
}
