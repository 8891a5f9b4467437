package io.offlinemessages.gateway.contract;

/**
 * An admitted request, reduced to the resource that it asks for and the account for which it asks: the only input of
 * cache keys, metric tags and upstream requests.
 */
public sealed interface CanonicalRequest permits ListRequest, DetailRequest {

    /** The upstream account for which the request is made. */
    Account account();

    /** The route that answers. */
    Route route();

    /** The path and query of the upstream resource, such as {@code /api/offlinemessages/744}. */
    String target();
}
