package io.offlinemessages.gateway.cache;

/** The phase of an entry at a given moment (RFC 9111 section 4.2, RFC 5861). */
enum Freshness {
    /** Served as it is. */
    FRESH,
    /** Served as it is, while a refresh runs in the background. */
    STALE_WHILE_REVALIDATE,
    /** Served only when the upstream fails. */
    STALE_IF_ERROR,
    /** No longer served. */
    EXPIRED
}
