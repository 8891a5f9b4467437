package io.offlinemessages.gateway.cache;

import java.util.Map;

/**
 * How full the cache is and what it has answered since the start.
 *
 * @param entries how many entries there are, about
 * @param weight how many bytes of keys, headers and bodies they take
 * @param maximumWeight how many they may take: {@code gateway.cache.maximum-size}
 * @param loadsUnderWay how many calls to the upstream will end in an entry, or refresh one
 * @param evictions how many entries had to leave for want of room or because they were of no more use
 * @param requests how requests were answered, by the routes and results of {@code gateway_cache_requests_total}
 */
public record CacheStatistics(
        long entries,
        long weight,
        long maximumWeight,
        int loadsUnderWay,
        long evictions,
        Map<String, Map<String, Long>> requests) {}
