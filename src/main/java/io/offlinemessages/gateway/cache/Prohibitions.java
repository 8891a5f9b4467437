package io.offlinemessages.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The count, by route, of answers whose reuse the upstream forbids; the first one is also logged. */
final class Prohibitions {

    private static final Logger LOG = LoggerFactory.getLogger(Prohibitions.class);

    private final RouteCounters<Prohibition> counters;
    private final AtomicBoolean said = new AtomicBoolean();

    Prohibitions(MeterRegistry meters) {
        this.counters = new RouteCounters<>(meters, GatewayMeter.CACHE_FORBIDDEN, Prohibition.class, Prohibition::tag);
    }

    void note(Route route, Outcome outcome) {
        Prohibition prohibition = outcome.terms().prohibition();
        if (prohibition == null) {
            return;
        }
        counters.increment(route, prohibition);
        if (said.compareAndSet(false, true)) {
            LOG.warn(
                    "The upstream forbids caching, by \"{}\": each request for such an answer is a call of its own."
                            + " gateway.cache.upstream-directives is obey; ignore would cache it all the same. Said only once;"
                            + " gateway_cache_forbidden_total counts.",
                    prohibition.field());
        }
    }
}
