package io.offlinemessages.gateway.contract;

/**
 * What an admitted request asks for, and nothing else of it: the only input of cache keys, metric tags and upstream
 * requests.
 */
public sealed interface CanonicalRequest permits ListRequest, DetailRequest {

    /** The account that asks. */
    Account account();

    /** The route that answers. */
    Route route();

    /** The path and query of the upstream resource, such as {@code /api/offlinemessages/744}. */
    String target();
}
