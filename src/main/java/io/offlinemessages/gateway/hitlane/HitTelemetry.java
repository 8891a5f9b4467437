package io.offlinemessages.gateway.hitlane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.cache.CacheResult;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.telemetry.AccessLog;
import io.offlinemessages.gateway.telemetry.RequestContext;
import io.offlinemessages.gateway.telemetry.RequestSpans;
import io.offlinemessages.gateway.telemetry.RequestTimers;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells of each hit what WebFlux and its filters tell of other requests: meters and, where they are on, a span and a log line. */
final class HitTelemetry {

    private final Counter admitted;
    private final RequestTimers timers;
    private final AccessLog accessLog;
    private final @Nullable RequestSpans spans;
    private final Clock clock;

    HitTelemetry(
            MeterRegistry meters,
            RequestTimers timers,
            AccessLog accessLog,
            @Nullable RequestSpans spans,
            Clock clock) {
        this.admitted = GatewayMeter.ADMISSION.counter(meters, "admitted");
        this.timers = timers;
        this.accessLog = accessLog;
        this.spans = spans;
        this.clock = clock;
    }

    /** Tells of a hit that took so many nanoseconds. */
    void answered(HttpRequest request, Admitted decision, int status, long nanos) {
        admitted.increment();
        Timer timer = timers.hit(decision.request().route(), request.method(), status);
        if (spans != null) {
            traced(spans, timer, request, decision, status, nanos);
            return;
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
        if (accessLog.isOn()) {
            log(request, hit(RequestContext.of(request), decision), status, nanos);
        }
    }

    private void traced(
            RequestSpans tracing, Timer timer, HttpRequest request, Admitted decision, int status, long nanos) {
        Span span = tracing.begun(request, clock.instant().minusNanos(nanos));
        RequestContext context = hit(RequestContext.of(request, span), decision);
        // The timer takes its exemplar from the current span.
        Context.root()
                .with(span)
                .wrap(() -> timer.record(nanos, TimeUnit.NANOSECONDS))
                .run();
        tracing.end(span, request.method().name(), context, status);
        if (accessLog.isOn()) {
            log(request, context, status, nanos);
        }
    }

    private static RequestContext hit(RequestContext context, Admitted decision) {
        context.admitted(decision);
        context.answered(CacheResult.HIT);
        return context;
    }

    private void log(HttpRequest request, RequestContext context, int status, long nanos) {
        accessLog.log(request.method().name(), status, nanos, context);
    }
}
