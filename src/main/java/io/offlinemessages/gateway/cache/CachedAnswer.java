package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;

/** What the cache answers to a detail request. */
public sealed interface CachedAnswer {

    /** Where it came from. */
    CacheStatus provenance();

    /** The message. */
    record Found(Representation representation, CacheStatus provenance) implements CachedAnswer {}

    /** A documented error. */
    record Refusal(Failure failure, CacheStatus provenance) implements CachedAnswer {}
}
