package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a load brings: what its own call did, or what another replica has told.
 *
 * @param outcome what those who wait are told
 * @param source when and by whom it was loaded; null where that is as the load says
 * @param lease the right to store it for all replicas; null where there is none
 * @param copy an older answer of another replica, which may serve in the place of an error
 * @param isOthers whether another replica has told it
 * @param time what the load has waited for the server within; null where nothing is shared
 */
record Brought(
        Outcome outcome,
        @Nullable Source source,
        @Nullable Lease lease,
        @Nullable Copy copy,
        boolean isOthers,
        @Nullable SharedTime time) {

    /** When something was loaded: the times of a {@link Load}. */
    record Source(long startedAt, long began, Load.@Nullable Elsewhere elsewhere) {

        /** As of a load of another replica, which has ended. */
        long storedAt() {
            return startedAt + (elsewhere == null ? 0 : elsewhere.took());
        }

        /** The load with these times. */
        Load of(Load load) {
            return new Load(load.result(), load.standing(), startedAt, began, elsewhere);
        }
    }

    /** An answer that another replica has stored. */
    record Copy(Outcome outcome, Source source) {}

    /** What a call has brought of which other replicas know nothing. */
    static Brought alone(Outcome outcome) {
        return new Brought(outcome, null, null, null, false, null);
    }

    /** The load with the times of what it brought. */
    Load timed(Load load) {
        return source == null ? load : source.of(load);
    }

    /** Whether it came too late to replace anything, because another replica may load by now. */
    boolean isLate() {
        return lease != null && lease.isOver() && outcome.supersedes();
    }
}
