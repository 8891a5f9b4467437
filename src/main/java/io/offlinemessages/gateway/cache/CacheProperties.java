package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The lifetimes and the size of the cache: {@code gateway.cache.*}; names by RFC 5861.
 *
 * @param upstreamDirectives Whether Cache-Control, Expires, Pragma, Vary and Age of the upstream may shorten the times of this
 *     cache, or forbid storing.
 * @param ttl How long a detail is fresh at most, 0s to 30d.
 * @param staleWhileRevalidate How long after the ttl a detail is still served at once while one refresh runs in the background,
 *     0s to 30d.
 * @param staleIfError How long after the ttl a detail is served in the place of a 502, 503 or 504, 0s to 30d.
 * @param notFoundTtl How long a 404 is remembered, 0s (not at all) to 30d.
 * @param maximumSize Bytes of keys, headers and bodies that are kept; 0B for none, at most two thirds of the heap.
 * @param list how long pages of the list are kept
 */
public record CacheProperties(
        @DefaultValue("obey") UpstreamDirectives upstreamDirectives,
        @DefaultValue("30s") Duration ttl,
        @DefaultValue("30s") Duration staleWhileRevalidate,
        @DefaultValue("10m") Duration staleIfError,
        @DefaultValue("10s") Duration notFoundTtl,
        @DefaultValue("64MB") DataSize maximumSize,
        @DefaultValue Pages list) {

    private static final Duration LONGEST = Duration.ofDays(30);

    /** Refuses values out of range. */
    public CacheProperties {
        requireBounded("ttl", ttl);
        requireBounded("stale-while-revalidate", staleWhileRevalidate);
        requireBounded("stale-if-error", staleIfError);
        requireBounded("not-found-ttl", notFoundTtl);
        requireRoom(maximumSize);
    }

    /**
     * The lifetimes of pages of the list: {@code gateway.cache.list.*}.
     *
     * @param ttl How long a page is fresh at most, 0s (not at all: only simultaneous callers share a call) to 30d.
     * @param staleWhileRevalidate How long after the ttl a page is still served at once while one refresh runs in the background, 0s
     *     to 30d; without effect while the ttl is 0s.
     * @param staleIfError How long after the ttl a page is served in the place of a 502, 503 or 504, 0s (not at all) to 30d.
     * @param outdatesDetails Whether a page outdates the cached details that it contradicts.
     */
    public record Pages(
            @DefaultValue("1s") Duration ttl,
            @DefaultValue("1s") Duration staleWhileRevalidate,
            @DefaultValue("10m") Duration staleIfError,
            @DefaultValue("true") boolean outdatesDetails) {

        /** Refuses values out of range. */
        public Pages {
            requireBounded("list.ttl", ttl);
            requireBounded("list.stale-while-revalidate", staleWhileRevalidate);
            requireBounded("list.stale-if-error", staleIfError);
        }
    }

    /** Refuses a cache above two thirds of the heap: the program, requests in flight and the collector need the rest. */
    private static void requireRoom(DataSize maximumSize) {
        var room = DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 3 * 2);
        if (maximumSize.isNegative() || maximumSize.compareTo(room) > 0) {
            throw new InvalidProperty(
                    "gateway.cache.maximum-size",
                    InvalidProperty.size(maximumSize.toBytes()),
                    "0B to " + room.toMegabytes() + "MB, two thirds of what the heap may grow to");
        }
    }

    private static void requireBounded(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new InvalidProperty("gateway.cache." + name, value, "a duration from 0s to 30d");
        }
    }
}
