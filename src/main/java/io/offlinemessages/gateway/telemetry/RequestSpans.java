package io.offlinemessages.gateway.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.offlinemessages.gateway.contract.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The spans of callers' requests: each begins before the first filter, gives its request's trail its position in the trace, and
 * ends with the observation of the request, whose meters find it there for their exemplars. It says what the access log says.
 */
public final class RequestSpans implements TracingObservationHandler<ServerRequestObservationContext> {

    private final Tracer current;
    private final io.opentelemetry.api.trace.Tracer tracer;

    RequestSpans(Tracer current, io.opentelemetry.api.trace.Tracer tracer) {
        this.current = current;
        this.tracer = tracer;
    }

    /** Begins the span of an exchange, below the caller's if it names one. */
    public void begin(ServerWebExchange exchange) {
        Span span = builder(exchange.getRequest().getHeaders().getFirst(TraceContext.TRACEPARENT))
                .startSpan();
        RequestContext.begin(exchange, position(span));
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(observed -> getTracingContext(observed).setSpan(OtelSpan.fromOtel(span)));
    }

    /** A span that began some time ago, below the caller's if it names one. */
    public Span begun(@Nullable String traceparent, Instant start) {
        return builder(traceparent).setStartTimestamp(start).startSpan();
    }

    /** Ends a span that {@link #begun} has returned. */
    public void end(Span span, String method, RequestContext trail, int status) {
        if (span.isRecording()) {
            describe(span, method, trail, status);
        }
        span.end();
    }

    /** The position in the trace that the span is. */
    public static TraceContext position(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    private SpanBuilder builder(@Nullable String traceparent) {
        SpanBuilder builder = tracer.spanBuilder("request").setSpanKind(SpanKind.SERVER);
        Optional<TraceContext> caller = TraceContext.parse(traceparent);
        return caller.isPresent()
                ? builder.setParent(Context.root().with(Span.wrap(remote(caller.get()))))
                : builder.setNoParent();
    }

    private static SpanContext remote(TraceContext caller) {
        return SpanContext.createFromRemoteParent(
                caller.traceId(),
                caller.spanId(),
                caller.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ServerRequestObservationContext;
    }

    /** Requests to the management port are observed too; they come by no filter of ours, and so get no span. */
    @Override
    public void onStart(ServerRequestObservationContext context) {
        getTracingContext(context);
    }

    /** An exception's message may hold anything; the status and the trail's cause tell enough. */
    @Override
    public void onError(ServerRequestObservationContext context) {}

    @Override
    public void onStop(ServerRequestObservationContext context) {
        var traced = getTracingContext(context).getSpan();
        if (traced != null) {
            Span span = OtelSpan.toOtel(traced);
            if (span.isRecording()) {
                describe(span, context);
            }
            span.end();
        }
    }

    private static void describe(Span span, ServerRequestObservationContext context) {
        RequestContext trail = Objects.requireNonNull(RequestContext.in(context.getAttributes()));
        HttpStatusCode status = status(context);
        String method = AccessLog.method(
                Objects.requireNonNull(context.getCarrier()).getMethod().name());
        describe(span, method, trail, status == null ? 0 : status.value());
    }

    /** Status 0 is that of a caller that left before there was an answer. */
    private static void describe(Span span, String method, RequestContext trail, int status) {
        span.updateName(method + ' ' + trail.route())
                .setAttribute("http.request.method", method)
                .setAttribute("http.request.id", trail.requestId())
                .setAttribute("route", trail.route())
                .setAttribute("cache", trail.cache())
                .setAttribute("cause", trail.cause());
        if (status > 0) {
            span.setAttribute("http.response.status_code", status);
        }
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR, trail.cause());
        }
    }

    /** Null for a caller that left before there was an answer. */
    private static @Nullable HttpStatusCode status(ServerRequestObservationContext context) {
        var response = context.getResponse();
        return response == null || (context.isConnectionAborted() && !response.isCommitted())
                ? null
                : response.getStatusCode();
    }

    @Override
    public Tracer getTracer() {
        return current;
    }
}
