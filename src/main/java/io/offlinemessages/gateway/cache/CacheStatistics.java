package io.offlinemessages.gateway.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cache's fill level and its answers since the start.
 *
 * @param entries the approximate number of entries
 * @param weight bytes of keys, headers and bodies
 * @param maximumWeight the bound of {@code weight}: {@code gateway.cache.maximum-size}
 * @param loadsUnderWay loads whose outcome may be stored
 * @param evictions entries removed because of their weight or their age
 * @param requests counts of requests, by the routes and results of {@code gateway_cache_requests_total}
 * @param shared the replicas that share answers; left out where nothing is shared
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
     * The replicas that share answers, as in {@code /actuator/info}.
     *
     * @param link {@code up}, or {@code lost} and the reason
     * @param members the number of replicas as far as this one knows: 1 while the link is lost
     */
    public record Replicas(String link, int members) {}

    /** These statistics with the given replicas. */
    CacheStatistics beside(@Nullable Replicas replicas) {
        return new CacheStatistics(entries, weight, maximumWeight, loadsUnderWay, evictions, requests, replicas);
    }
}
