package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;

/** The cache's answer to a request. */
public sealed interface CachedAnswer {

    /** Where it came from. */
    CacheStatus provenance();

    /** A good answer: the page or the message. */
    record Found(Representation representation, CacheStatus provenance) implements CachedAnswer {}

    /** A documented error. */
    record Refusal(Failure failure, CacheStatus provenance) implements CachedAnswer {}
}
