package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;

/** What the cache answers to a detail request. */
public sealed interface CachedAnswer {

    /** Where it came from. */
    Provenance provenance();

    /** The message. */
    record Message(Representation representation, Provenance provenance) implements CachedAnswer {}

    /** A documented error. */
    record Refusal(Failure failure, Provenance provenance) implements CachedAnswer {}
}
