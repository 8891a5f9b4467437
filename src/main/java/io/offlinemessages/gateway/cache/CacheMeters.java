package io.offlinemessages.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Counts what the cache answers, and how its refreshes end, for each route. */
final class CacheMeters {

    private static final String FOUND = "found";

    private final MeterRegistry meters;
    private final Map<Route, Map<CacheResult, Counter>> requests = new EnumMap<>(Route.class);
    private final Counter listHits;
    private final Counter detailHits;

    CacheMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Route route : Route.values()) {
            var results = new EnumMap<CacheResult, Counter>(CacheResult.class);
            for (CacheResult result : CacheResult.values()) {
                results.put(result, GatewayMeter.CACHE_REQUESTS.counter(meters, route.id(), result.tag()));
            }
            requests.put(route, results);
            refresh(route, FOUND, 0);
        }
        this.listHits = counter(Route.LIST, CacheResult.HIT);
        this.detailHits = counter(Route.DETAIL, CacheResult.HIT);
    }

    /** A hit, of which there are far more than of all else. */
    void hit(Route route) {
        (route == Route.DETAIL ? detailHits : listHits).increment();
    }

    void answered(Route route, CacheResult result) {
        counter(route, result).increment();
    }

    /** A refresh in the background has ended. */
    void refreshed(Route route, Loaded loaded) {
        refresh(
                route,
                loaded.failure() == null ? FOUND : loaded.failure().kind().tag(),
                1);
    }

    /** What was answered how often, by the ids of routes and the tags of results. */
    Map<String, Map<String, Long>> requests() {
        var counts = new LinkedHashMap<String, Map<String, Long>>();
        requests.forEach((route, results) -> {
            var ofRoute = new LinkedHashMap<String, Long>();
            results.forEach((result, counter) -> ofRoute.put(result.tag(), (long) counter.count()));
            counts.put(route.id(), Collections.unmodifiableMap(ofRoute));
        });
        return Collections.unmodifiableMap(counts);
    }

    private Counter counter(Route route, CacheResult result) {
        return Objects.requireNonNull(
                Objects.requireNonNull(requests.get(route)).get(result));
    }

    private void refresh(Route route, String outcome, int times) {
        GatewayMeter.CACHE_REFRESHES.counter(meters, route.id(), outcome).increment(times);
    }
}
