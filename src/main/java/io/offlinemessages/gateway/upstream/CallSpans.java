package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The factory of spans for calls to the upstream. While tracing is off a span has an id and records nothing. */
final class CallSpans {

    private final @Nullable Tracer tracer;
    private final String address;

    CallSpans(@Nullable Tracer tracer, BaseUrl upstream) {
        this.tracer = tracer;
        this.address = upstream.host();
    }

    /** Starts a child of the span that the call is made for. It may end after its parent, as in a background refresh. */
    CallSpan start(CanonicalRequest request, SpanContext cause) {
        if (tracer == null) {
            return new CallSpan(Span.wrap(Traceparent.next(cause)));
        }
        String route = request.route().id();
        return new CallSpan(tracer.spanBuilder("GET " + route)
                .setParent(Context.root().with(Span.wrap(cause)))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "GET")
                .setAttribute("route", route)
                .setAttribute("server.address", address)
                .startSpan());
    }
}
