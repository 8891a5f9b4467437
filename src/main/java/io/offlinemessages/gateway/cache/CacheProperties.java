package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long details are kept: {@code gateway.cache.*}; names after RFC 5861.
 *
 * @param upstreamDirectives whether what the upstream says of caching may make these times shorter
 * @param ttl how long a detail is fresh
 * @param staleWhileRevalidate how long after that it is served stale while a refresh runs
 * @param staleIfError how long after the ttl it is served stale when the upstream fails
 * @param notFoundTtl how long a 404 is remembered; 0s for not at all
 * @param maximumSize how many bytes of keys, headers and bodies are kept; 0B for none; at most two thirds of the heap
 */
public record CacheProperties(
        @DefaultValue("obey") UpstreamDirectives upstreamDirectives,
        @DefaultValue("30s") Duration ttl,
        @DefaultValue("30s") Duration staleWhileRevalidate,
        @DefaultValue("10m") Duration staleIfError,
        @DefaultValue("10s") Duration notFoundTtl,
        @DefaultValue("64MB") DataSize maximumSize) {

    private static final Duration LONGEST = Duration.ofDays(30);

    /** Refuses negative and absurd values. */
    public CacheProperties {
        requireBounded("ttl", ttl);
        requireBounded("stale-while-revalidate", staleWhileRevalidate);
        requireBounded("stale-if-error", staleIfError);
        requireBounded("not-found-ttl", notFoundTtl);
        requireRoom(maximumSize);
    }

    /** The other third of the heap is for the program itself, for requests under way, and for the collector to work in. */
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
