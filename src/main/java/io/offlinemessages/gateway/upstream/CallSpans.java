package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Starts a span for each call to the upstream; while tracing is off, a call has a position in its trace and no span. */
final class CallSpans {

    private final @Nullable Tracer tracer;
    private final String address;

    CallSpans(@Nullable Tracer tracer, URI upstream) {
        this.tracer = tracer;
        this.address = upstream.getHost();
    }

    /** Starts a span below the one that the call is made for; it may end after that, as a background refresh does. */
    CallSpan start(CanonicalRequest request, TraceContext cause) {
        if (tracer == null) {
            return new CallSpan(cause.child(), null);
        }
        String route = request.route().id();
        Span span = tracer.spanBuilder("GET " + route)
                .setParent(Context.root().with(Span.wrap(spanContext(cause))))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "GET")
                .setAttribute("route", route)
                .setAttribute("server.address", address)
                .startSpan();
        SpanContext context = span.getSpanContext();
        return new CallSpan(new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled()), span);
    }

    private static SpanContext spanContext(TraceContext position) {
        return SpanContext.create(
                position.traceId(),
                position.spanId(),
                position.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
