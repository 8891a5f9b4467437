package io.offlinemessages.gateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpMethod;
import io.offlinemessages.gateway.cache.CacheResult;
import io.offlinemessages.gateway.contract.Route;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The timers {@code http.server.requests} of responses that WebFlux does not see, with the tags that its observation
 * would set. Each series begins with its first response, as the observation's series do.
 */
public final class RequestTimers {

    private final MeterRegistry meters;
    private final AtomicReferenceArray<@Nullable Timer> hits = new AtomicReferenceArray<>(8);

    RequestTimers(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The timer of hits: {@code GET} or {@code HEAD} answered by 200 or 304. */
    public Timer hit(Route route, HttpMethod method, int status) {
        int slot = (method.equals(HttpMethod.GET) ? 0 : 1) + (status == 200 ? 0 : 2) + (route == Route.DETAIL ? 0 : 4);
        Timer timer = hits.getPlain(slot);
        if (timer == null) {
            timer = register(CacheResult.HIT.tag(), method.name(), status, route.id());
            hits.setRelease(slot, timer);
        }
        return timer;
    }

    /** The timer of responses to requests that reach neither cache nor route. */
    Timer unrouted(@Nullable String method, int status) {
        return register(
                "none", method != null && AccessLog.METHODS.contains(method) ? method : "UNKNOWN", status, "none");
    }

    private Timer register(String cache, String method, int status, String uri) {
        HttpStatus.Series series = Objects.requireNonNull(HttpStatus.Series.resolve(status));
        return Timer.builder("http.server.requests")
                .tag("cache", cache)
                .tag("error", "none")
                .tag("exception", "none")
                .tag("method", method)
                .tag("outcome", series == HttpStatus.Series.SUCCESSFUL ? "SUCCESS" : series.name())
                .tag("status", Integer.toString(status))
                .tag("uri", uri)
                .register(meters);
    }
}
