package io.offlinemessages.gateway.hitlane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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

/**
 * The telemetry of hits: the same meters and, if they are on, the same span and log line as WebFlux and its filters
 * give other requests.
 */
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

    /**
     * Records a hit.
     *
     * @param nanos its duration, in nanoseconds
     */
    void answered(AskedHead head, Hit hit, long nanos) {
        admitted.increment();
        Timer timer = timers.hit(hit.admitted().request().route(), head.method(), hit.status());
        if (spans != null) {
            traced(spans, timer, head, hit, nanos);
            return;
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
        if (accessLog.isOn()) {
            log(head, described(RequestContext.of(head.requestId(), head.traceparent()), hit), hit, nanos);
        }
    }

    private void traced(RequestSpans tracing, Timer timer, AskedHead head, Hit hit, long nanos) {
        Span span = tracing.begun(head.traceparent(), clock.instant().minusNanos(nanos));
        RequestContext context = described(RequestContext.of(head.requestId(), span), hit);
        // The timer takes its exemplar from the current span.
        Context.root()
                .with(span)
                .wrap(() -> timer.record(nanos, TimeUnit.NANOSECONDS))
                .run();
        tracing.end(span, head.method().name(), context, hit.status());
        if (accessLog.isOn()) {
            log(head, context, hit, nanos);
        }
    }

    private static RequestContext described(RequestContext context, Hit hit) {
        context.admitted(hit.admitted());
        context.answered(CacheResult.HIT);
        return context;
    }

    private void log(AskedHead head, RequestContext context, Hit hit, long nanos) {
        accessLog.log(head.method().name(), hit.status(), nanos, context);
    }
}
