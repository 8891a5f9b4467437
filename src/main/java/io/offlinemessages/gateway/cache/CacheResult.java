package io.offlinemessages.gateway.cache;

/** How the cache answered an admitted request; the tag of {@code gateway.cache.requests}. */
public enum CacheResult {
    /** A fresh entry, a remembered 404 included. */
    HIT("hit"),
    /** A stale entry, within stale-while-revalidate. */
    STALE("stale"),
    /** A stale entry in place of an upstream failure. */
    STALE_IF_ERROR("stale_if_error"),
    /** Asked the upstream. */
    MISS("miss"),
    /** Waited for a load that another request had started. */
    COLLAPSED("collapsed"),
    /** Another replica had loaded it, or did so just now. */
    SHARED("shared"),
    /** Nothing usable was stored and the caller forbade asking the upstream. */
    ONLY_IF_CACHED("only_if_cached");

    private final String tag;

    CacheResult(String tag) {
        this.tag = tag;
    }

    /** The metric tag. */
    public String tag() {
        return tag;
    }
}
