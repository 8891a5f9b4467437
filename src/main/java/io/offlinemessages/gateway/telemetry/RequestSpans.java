package io.offlinemessages.gateway.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.offlinemessages.gateway.upstream.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The server spans of callers' requests. A span begins before the first filter, belongs to the request's context, and
 * ends with the request's observation, whose meters take their exemplars from it. It states the same facts as the
 * access log.
 */
public final class RequestSpans implements TracingObservationHandler<ServerRequestObservationContext> {

    private final Tracer current;
    private final io.opentelemetry.api.trace.Tracer tracer;

    RequestSpans(Tracer current, io.opentelemetry.api.trace.Tracer tracer) {
        this.current = current;
        this.tracer = tracer;
    }

    /** Begins the span of an exchange, as a child of the caller's span if the request names one. */
    public void begin(ServerWebExchange exchange) {
        Span span = builder(exchange.getRequest().getHeaders().getFirst(Traceparent.FIELD))
                .startSpan();
        RequestContext.begin(exchange, span);
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(observed -> getTracingContext(observed).setSpan(OtelSpan.fromOtel(span)));
    }

    /**
     * Begins the span of a request that has already been answered, as a child of the caller's span if the request names
     * one.
     *
     * @param start when the request began
     */
    public Span begun(@Nullable String traceparent, Instant start) {
        return builder(traceparent).setStartTimestamp(start).startSpan();
    }

    /**
     * Ends the span of a request.
     *
     * @param status the status code; 0 if the caller left before there was a response
     */
    public void end(Span span, String method, RequestContext found, int status) {
        if (span.isRecording()) {
            describe(span, method, found, status);
        }
        span.end();
    }

    private SpanBuilder builder(@Nullable String traceparent) {
        Span caller = Span.wrap(Traceparent.read(traceparent));
        return tracer.spanBuilder("request")
                .setSpanKind(SpanKind.SERVER)
                .setParent(Context.root().with(caller));
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ServerRequestObservationContext;
    }

    /**
     * Only prepares the context. Requests to the management port are observed, too; they pass none of the gateway's
     * filters and so get no span.
     */
    @Override
    public void onStart(ServerRequestObservationContext context) {
        getTracingContext(context);
    }

    /** Records nothing: an exception's message may hold anything, and the status and the context's cause say enough. */
    @Override
    public void onError(ServerRequestObservationContext context) {}

    @Override
    public void onStop(ServerRequestObservationContext context) {
        var traced = getTracingContext(context).getSpan();
        if (traced != null) {
            var method =
                    Objects.requireNonNull(context.getCarrier()).getMethod().name();
            var found = Objects.requireNonNull(RequestContext.in(context.getAttributes()));
            end(OtelSpan.toOtel(traced), AccessLog.method(method), found, status(context));
        }
    }

    private static void describe(Span span, String method, RequestContext found, int status) {
        span.updateName(method + ' ' + found.route())
                .setAttribute("http.request.method", method)
                .setAttribute("http.request.id", found.requestId())
                .setAttribute("route", found.route())
                .setAttribute("cache", found.cache())
                .setAttribute("cause", found.cause());
        if (status > 0) {
            span.setAttribute("http.response.status_code", status);
        }
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR, found.cause());
        }
    }

    private static int status(ServerRequestObservationContext context) {
        var response = context.getResponse();
        if (response == null || (context.isConnectionAborted() && !response.isCommitted())) {
            return 0;
        }
        HttpStatusCode status = response.getStatusCode();
        return status == null ? 0 : status.value();
    }

    @Override
    public Tracer getTracer() {
        return current;
    }
}
