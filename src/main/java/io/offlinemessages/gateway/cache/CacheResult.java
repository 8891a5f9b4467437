package io.offlinemessages.gateway.cache;

/** The way in which the cache answered an admitted request; a tag of {@code gateway.cache.requests}. */
public enum CacheResult {
    /** From a fresh entry, a remembered 404 included. */
    HIT("hit"),
    /** From a stale entry, within stale-while-revalidate. */
    STALE("stale"),
    /** From a stale entry, in place of an upstream failure. */
    STALE_IF_ERROR("stale_if_error"),
    /** From the upstream, by a load that this request started. */
    MISS("miss"),
    /** From a load that another request had started. */
    COLLAPSED("collapsed"),
    /** From another replica's load. */
    SHARED("shared"),
    /** Not at all: nothing usable was stored, and {@code only-if-cached} forbade contacting the upstream. */
    ONLY_IF_CACHED("only_if_cached");

    private final String tag;

    CacheResult(String tag) {
        this.tag = tag;
    }

    /** The value of the metric tag. */
    public String tag() {
        return tag;
    }
}
