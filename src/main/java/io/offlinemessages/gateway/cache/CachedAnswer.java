package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Failure;

/** The cache's answer to a request. */
public sealed interface CachedAnswer {

    /** Its origin and age. */
    CacheStatus provenance();

    /** A page or a message. */
    record Found(Representation representation, CacheStatus provenance) implements CachedAnswer {}

    /** A failure, with its documented status and body. */
    record Refusal(Failure failure, CacheStatus provenance) implements CachedAnswer {}
}
