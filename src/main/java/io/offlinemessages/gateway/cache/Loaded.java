package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load: a good answer or else a failure, and whether it was stored.
 *
 * @param age its age when it came, in whole seconds, by the Age that the upstream sent
 * @param isOvertaken whether a page that came while it was loaded has contradicted it
 */
record Loaded(
        @Nullable Representation representation, @Nullable Failure failure, long age, Fate fate, boolean isOvertaken) {

    static Loaded of(Outcome outcome, @Nullable Representation representation, Fate fate, boolean isOvertaken) {
        return new Loaded(representation, outcome.failure(), outcome.terms().age(), fate, isOvertaken);
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
