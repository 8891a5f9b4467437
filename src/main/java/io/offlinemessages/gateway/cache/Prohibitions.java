package io.offlinemessages.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators of answers that the upstream forbids to reuse: counts each, and logs the first. */
final class Prohibitions {

    private static final Logger LOG = LoggerFactory.getLogger(Prohibitions.class);

    private final Map<Route, Map<Prohibition, Counter>> counters = new EnumMap<>(Route.class);
    private final AtomicBoolean said = new AtomicBoolean();

    Prohibitions(MeterRegistry meters) {
        for (Route route : Route.values()) {
            var ofRoute = new EnumMap<Prohibition, Counter>(Prohibition.class);
            for (Prohibition prohibition : Prohibition.values()) {
                ofRoute.put(prohibition, GatewayMeter.CACHE_FORBIDDEN.counter(meters, route.id(), prohibition.tag()));
            }
            counters.put(route, ofRoute);
        }
    }

    void note(Route route, Outcome outcome) {
        Prohibition prohibition = outcome.terms().prohibition();
        if (prohibition == null) {
            return;
        }
        Objects.requireNonNull(Objects.requireNonNull(counters.get(route)).get(prohibition))
                .increment();
        if (said.compareAndSet(false, true)) {
            LOG.warn(
                    "The upstream forbids caching, by \"{}\": each request for such an answer is a call of its own."
                            + " gateway.cache.upstream-directives is obey; ignore would cache it all the same. Said only once;"
                            + " gateway_cache_forbidden_total counts.",
                    prohibition.field());
        }
    }
}
