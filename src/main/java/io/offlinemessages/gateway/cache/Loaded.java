package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a load brought: a message, or else a failure; and what became of it.
 *
 * @param age how old it was when it came, in whole seconds, as far as the upstream has said
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

    /** What became of the result. */
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
