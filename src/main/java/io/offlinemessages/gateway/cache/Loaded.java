package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load: a representation or else a failure, and whether it was stored.
 *
 * @param age its age on arrival, in whole seconds
 * @param isOvertaken whether a page that arrived during the load has contradicted it
 * @param entry the entry after the load: its answer, or the older one that a failure has left; null for none
 * @param isOthers whether another replica supplied it
 * @param time the time within which the load waited for the server; null where replicas share nothing
 */
record Loaded(
        @Nullable Representation representation,
        @Nullable Failure failure,
        long age,
        Fate fate,
        boolean isOvertaken,
        @Nullable StoredAnswer entry,
        boolean isOthers,
        @Nullable SharedTime time) {

    /** A result of this replica's own that leaves no entry. */
    Loaded(
            @Nullable Representation representation,
            @Nullable Failure failure,
            long age,
            Fate fate,
            boolean isOvertaken) {
        this(representation, failure, age, fate, isOvertaken, null, false, null);
    }

    /** The same with its origin, and the time left for the server. */
    Loaded by(LoadOutcome ended) {
        return new Loaded(representation, failure, age, fate, isOvertaken, entry, ended.isOthers(), ended.time());
    }

    /** The context of a further load for the same waiters; both loads together wait for the server for no longer than one may. */
    CallContext next(CallContext context) {
        return time == null ? context : context.within(time);
    }

    /** Whether it was stored. */
    boolean stored() {
        return fate == Fate.STORED;
    }

    /** The effect of the result on the store. */
    enum Fate {
        STORED,
        NOT_STORED,
        /**
         * Not stored, and the entry from before the load is invalid, too: the key was evicted meanwhile, or the account refused. The
         * result is for the waiters alone.
         */
        DETACHED
    }
}
