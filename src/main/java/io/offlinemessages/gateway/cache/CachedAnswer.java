package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;

/** What the cache answers to a request. */
public sealed interface CachedAnswer {

    /** Where it came from. */
    CacheStatus provenance();

    /** What was asked for. */
    record Found(Representation representation, CacheStatus provenance) implements CachedAnswer {}

    /** A documented error. */
    record Refusal(Failure failure, CacheStatus provenance) implements CachedAnswer {}
}
