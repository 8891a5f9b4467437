package io.offlinemessages.gateway.faults;

/** What the cache holds of a message when it is asked for. */
enum Stored {
    NOTHING,
    FRESH,
    /** No longer fresh, but within stale-if-error. */
    STALE
}
