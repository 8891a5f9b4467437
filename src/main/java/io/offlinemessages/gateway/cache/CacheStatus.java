package io.offlinemessages.gateway.cache;

import java.util.OptionalLong;

/**
 * The origin and age of an answer.
 *
 * @param result how the cache answered
 * @param cacheStatus the value of {@code Cache-Status} (RFC 9211)
 * @param age whole seconds since the answer was made; empty when the upstream has made it just now
 */
public record CacheStatus(CacheResult result, String cacheStatus, OptionalLong age) {

    private static final String NAME = "offline-messages-gateway";

    /** The value of {@code Cache-Status} for a hit with the given seconds of freshness left (RFC 9211 section 2.4). */
    public static String hit(long ttlSeconds) {
        return NAME + "; hit; ttl=" + ttlSeconds;
    }

    static CacheStatus hit(CacheResult result, long ageSeconds, long ttlSeconds) {
        String detail = result == CacheResult.STALE_IF_ERROR ? "; detail=stale-if-error" : "";
        return new CacheStatus(result, hit(ttlSeconds) + detail, OptionalLong.of(ageSeconds));
    }

    /** An answer of another replica, with the given seconds of freshness left. */
    static CacheStatus shared(long ageSeconds, long ttlSeconds) {
        return new CacheStatus(CacheResult.SHARED, hit(ttlSeconds) + "; detail=shared", OptionalLong.of(ageSeconds));
    }

    /** A stale entry, served after the upstream failed. */
    static CacheStatus staleAfterError(long ageSeconds, long ttlSeconds) {
        return new CacheStatus(
                CacheResult.STALE_IF_ERROR,
                NAME + "; fwd=stale; ttl=" + ttlSeconds + "; detail=stale-if-error",
                OptionalLong.of(ageSeconds));
    }

    /** An answer that the upstream sent just now; its own {@code Age} may make it older. */
    static CacheStatus forwarded(boolean collapsed, boolean hadStale, Loaded loaded) {
        String status = NAME
                + (hadStale ? "; fwd=stale" : "; fwd=miss")
                + (loaded.stored() ? "; stored" : "")
                + (collapsed ? "; collapsed" : "");
        OptionalLong age = loaded.age() == 0 ? OptionalLong.empty() : OptionalLong.of(loaded.age());
        return new CacheStatus(collapsed ? CacheResult.COLLAPSED : CacheResult.MISS, status, age);
    }

    /** Nothing usable is stored, and {@code only-if-cached} forbids contacting the upstream. */
    static CacheStatus onlyIfCached() {
        return new CacheStatus(CacheResult.ONLY_IF_CACHED, NAME + "; detail=only-if-cached", OptionalLong.empty());
    }
}
