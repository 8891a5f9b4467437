package io.offlinemessages.gateway.faults;

/** What the cache holds of a page or a message when it is asked for. */
enum Stored {
    NOTHING,
    FRESH,
    /** No longer fresh, but within stale-if-error. */
    STALE
}
