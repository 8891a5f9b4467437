package io.offlinemessages.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The counters of one meter, one for each route and tag value, all registered at the start. */
final class RouteCounters<V extends Enum<V>> {

    private final Map<Route, Map<V, Counter>> counters = new EnumMap<>(Route.class);

    /**
     * @param meter has the tags route and value, in this order
     */
    RouteCounters(MeterRegistry meters, GatewayMeter meter, Class<V> values, Function<V, String> tag) {
        for (Route route : Route.values()) {
            var ofRoute = new EnumMap<V, Counter>(values);
            for (V value : values.getEnumConstants()) {
                ofRoute.put(value, meter.counter(meters, route.id(), tag.apply(value)));
            }
            counters.put(route, Collections.unmodifiableMap(ofRoute));
        }
    }

    void increment(Route route, V value) {
        Objects.requireNonNull(of(route).get(value)).increment();
    }

    /** The counters of a route. */
    Map<V, Counter> of(Route route) {
        return Objects.requireNonNull(counters.get(route));
    }
}
