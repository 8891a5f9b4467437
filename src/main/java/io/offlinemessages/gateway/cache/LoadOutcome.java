package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a load before it is applied: from the replica's own call, or from another replica.
 *
 * @param outcome the result for those who wait
 * @param source when and where the outcome was loaded; null where the {@link Load} itself has these times
 * @param lease the right to store the outcome for all replicas; null for none
 * @param copy an older answer of another replica, which may serve in place of an error
 * @param isOthers whether another replica supplied the outcome
 * @param time the time within which the load waits for the server; null where replicas share nothing
 */
record LoadOutcome(
        Outcome outcome,
        @Nullable Source source,
        @Nullable Lease lease,
        @Nullable Copy copy,
        boolean isOthers,
        @Nullable SharedTime time) {

    /** The times of a load, as in {@link Load}. */
    record Source(long startedAt, long began, Load.@Nullable Elsewhere elsewhere) {

        /** When the outcome of another replica's load arrived, in nanoseconds of the cache's ticker. */
        long storedAt() {
            return startedAt + (elsewhere == null ? 0 : elsewhere.took());
        }

        /** The load with these times in place of its own. */
        Load of(Load load) {
            return new Load(load.result(), load.standing(), startedAt, began, elsewhere);
        }
    }

    /** An answer that another replica has stored. */
    record Copy(Outcome outcome, Source source) {}

    /** The outcome of a call that other replicas know nothing about. */
    static LoadOutcome alone(Outcome outcome) {
        return new LoadOutcome(outcome, null, null, null, false, null);
    }

    /** The load with the times of its outcome. */
    Load timed(Load load) {
        return source == null ? load : source.of(load);
    }

    /** Whether the outcome would replace an entry although its lease has ended; another replica may be loading by now. */
    boolean isLate() {
        return lease != null && lease.isOver() && outcome.supersedes();
    }
}
