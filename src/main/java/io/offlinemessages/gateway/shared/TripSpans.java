package io.offlinemessages.gateway.shared;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A span for each round trip that a request waits for, below the span of the request; of nothing else, and of none while tracing is
 * off. Names of keys and what is stored stay out of it.
 */
final class TripSpans {

    private static final String OUTCOME = "outcome";

    private final @Nullable Tracer tracer;

    TripSpans(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Starts a span; one that records nothing where nobody waits or nothing is traced. */
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

    /** Ends it with what the script has said, or why it has said nothing. */
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

    /** Ends the span of a trip that nobody waits for any more. */
    void left(Span span) {
        if (span.isRecording()) {
            span.setAttribute(OUTCOME, "cancelled");
            span.end();
        }
    }
}
