package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.upstream.Outcome;
import org.jspecify.annotations.Nullable;

/** What a load brought: a message, or else a failure; and what became of it. */
record Loaded(
        @Nullable Representation representation, @Nullable Failure failure, Fate fate) {

    /** The result of a load whose key was evicted meanwhile: for those who wait, and for nobody else. */
    static Loaded detached(Outcome outcome) {
        return outcome instanceof Outcome.Found found
                ? new Loaded(Representation.of(found.body()), null, Fate.DETACHED)
                : new Loaded(null, ((Outcome.Failed) outcome).failure(), Fate.DETACHED);
    }

    /** Whether the next request finds it in the store. */
    boolean stored() {
        return fate == Fate.STORED;
    }

    /** What became of the result. */
    enum Fate {
        STORED,
        NOT_STORED,
        /** Not stored, and the entry from before the load is not to be used any more either. */
        DETACHED
    }
}
