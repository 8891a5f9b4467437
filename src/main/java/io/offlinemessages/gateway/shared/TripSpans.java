package io.offlinemessages.gateway.shared;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The spans of round trips: one for each trip that a request waits for, as a child of the request's span; none while tracing is off.
 * They contain neither key names nor stored data.
 */
final class TripSpans {

    private static final String OUTCOME = "outcome";

    private final @Nullable Tracer tracer;

    TripSpans(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Starts a span; a non-recording one where no request waits, or tracing is off. */
    Span start(Script script, SharedTime time) {
        SpanContext cause = time.span();
        if (tracer == null || cause == null) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder("redis " + script.tag())
                .setParent(Context.root().with(Span.wrap(cause)))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "redis")
                .setAttribute("db.operation.name", script.tag())
                .startSpan();
    }

    /** Ends the span with the script's status, or the reason why there is no reply. */
    void end(Span span, Reply reply) {
        if (!span.isRecording()) {
            return;
        }
        if (reply instanceof Reply.Of told) {
            span.setAttribute(OUTCOME, told.status());
        } else {
            String outcome = ((Reply.None) reply).tag();
            span.setAttribute(OUTCOME, outcome).setStatus(StatusCode.ERROR, outcome);
        }
        span.end();
    }

    /** Ends the span of a trip whose request has left. */
    void left(Span span) {
        if (span.isRecording()) {
            span.setAttribute(OUTCOME, "cancelled");
            span.end();
        }
    }
}
