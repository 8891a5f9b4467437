package io.offlinemessages.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The meters of the cache: its answers and the results of its refreshes, by route. */
final class CacheMeters {

    private static final String FOUND = "found";

    private final MeterRegistry meters;
    private final RouteCounters<CacheResult> requests;

    CacheMeters(MeterRegistry meters) {
        this.meters = meters;
        this.requests = new RouteCounters<>(meters, GatewayMeter.CACHE_REQUESTS, CacheResult.class, CacheResult::tag);
        for (Route route : Route.values()) {
            refresh(route, FOUND, 0);
        }
    }

    void answered(Route route, CacheResult result) {
        requests.increment(route, result);
    }

    /** Counts a background refresh that has ended. */
    void refreshed(Route route, Loaded loaded) {
        refresh(
                route,
                loaded.failure() == null ? FOUND : loaded.failure().kind().tag(),
                1);
    }

    /** The counts of answers, by route id and result tag. */
    Map<String, Map<String, Long>> requests() {
        var counts = new LinkedHashMap<String, Map<String, Long>>();
        for (Route route : Route.values()) {
            var ofRoute = new LinkedHashMap<String, Long>();
            requests.of(route).forEach((result, counter) -> ofRoute.put(result.tag(), (long) counter.count()));
            counts.put(route.id(), Collections.unmodifiableMap(ofRoute));
        }
        return Collections.unmodifiableMap(counts);
    }

    private void refresh(Route route, String outcome, int times) {
        GatewayMeter.CACHE_REFRESHES.counter(meters, route.id(), outcome).increment(times);
    }
}
