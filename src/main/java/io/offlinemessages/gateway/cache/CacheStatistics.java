package io.offlinemessages.gateway.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How full the cache is and what it has answered since the start.
 *
 * @param entries how many entries there are, about
 * @param weight how many bytes of keys, headers and bodies they take
 * @param maximumWeight how many they may take: {@code gateway.cache.maximum-size}
 * @param loadsUnderWay how many calls to the upstream will end in an entry, or refresh one
 * @param evictions how many entries had to leave for want of room or because they were of no more use
 * @param requests how requests were answered, by the routes and results of {@code gateway_cache_requests_total}
 * @param shared what other replicas there are; left out where nothing is shared
 */
public record CacheStatistics(
        long entries,
        long weight,
        long maximumWeight,
        int loadsUnderWay,
        long evictions,
        Map<String, Map<String, Long>> requests,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Replicas shared) {

    /**
     * The replicas that share answers, as {@code /actuator/info} tells of them.
     *
     * @param link {@code up}, or {@code lost} and why
     * @param members how many there are, as far as is known: 1 while the link is lost
     */
    public record Replicas(String link, int members) {}

    /** The same, beside these replicas. */
    CacheStatistics beside(@Nullable Replicas replicas) {
        return new CacheStatistics(entries, weight, maximumWeight, loadsUnderWay, evictions, requests, replicas);
    }
}
