package io.offlinemessages.gateway.cache;

/** How an entry may be used at a moment (RFC 9111 section 4.2, RFC 5861). */
enum Freshness {
    /** As it is. */
    FRESH,
    /** As it is, while a refresh runs in the background. */
    STALE_WHILE_REVALIDATE,
    /** Only when the upstream fails. */
    STALE_IF_ERROR,
    /** Not any more. */
    EXPIRED
}
