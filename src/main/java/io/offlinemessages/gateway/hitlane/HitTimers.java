package io.offlinemessages.gateway.hitlane;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpMethod;
import io.offlinemessages.gateway.cache.CacheResult;
import io.offlinemessages.gateway.contract.Route;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The series of {@code http.server.requests} that hits belong to, with the tags that an observation would give them; each begins
 * with its first hit, as those of observations do.
 */
final class HitTimers {

    private final MeterRegistry meters;
    private final AtomicReferenceArray<@Nullable Timer> known = new AtomicReferenceArray<>(4);

    HitTimers(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The timer of {@code GET} or {@code HEAD} answered by 200 or 304. */
    Timer of(HttpMethod method, int status) {
        int slot = (method.equals(HttpMethod.GET) ? 0 : 1) + (status == 200 ? 0 : 2);
        Timer timer = known.getPlain(slot);
        if (timer == null) {
            timer = register(method.name(), status);
            known.setRelease(slot, timer);
        }
        return timer;
    }

    private Timer register(String method, int status) {
        return Timer.builder("http.server.requests")
                .tag("cache", CacheResult.HIT.tag())
                .tag("error", "none")
                .tag("exception", "none")
                .tag("method", method)
                .tag("outcome", status == 200 ? "SUCCESS" : "REDIRECTION")
                .tag("status", Integer.toString(status))
                .tag("uri", Route.DETAIL.id())
                .register(meters);
    }
}
