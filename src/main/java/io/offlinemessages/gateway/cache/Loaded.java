package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load: a good answer or else a failure, and whether it was stored.
 *
 * @param age its age when it came, in whole seconds, by the Age that the upstream sent
 * @param isOvertaken whether a page that came while it was loaded has contradicted it
 * @param entry what is stored after it: the answer itself, or the older one that a failure has left; null for none
 * @param isOthers whether another replica has told it
 * @param time what the load has waited for the server within; null where nothing is shared
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

    /** That of a load of which replicas tell nothing, and which leaves nothing. */
    Loaded(
            @Nullable Representation representation,
            @Nullable Failure failure,
            long age,
            Fate fate,
            boolean isOvertaken) {
        this(representation, failure, age, fate, isOvertaken, null, false, null);
    }

    /** The same, by whom and within which time it was brought. */
    Loaded by(Brought brought) {
        return new Loaded(representation, failure, age, fate, isOvertaken, entry, brought.isOthers(), brought.time());
    }

    /** The context of another load for those who have waited for this one: both together wait for no longer than one may. */
    CallContext next(CallContext context) {
        return time == null ? context : context.within(time);
    }

    /** Whether it is in the store now. */
    boolean stored() {
        return fate == Fate.STORED;
    }

    /** Whether the result was stored. */
    enum Fate {
        STORED,
        NOT_STORED,
        /**
         * Not stored, and the entry from before the load is not to be used any more either: the key was evicted meanwhile, or the
         * account refused. The result is for those who wait, and for nobody else.
         */
        DETACHED
    }
}
