package io.offlinemessages.gateway.upstream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * One call to the upstream in its trace.
 *
 * @param span while tracing is off one that records nothing
 */
record CallSpan(Span span) {

    /** What the upstream is told of the trace. */
    SpanContext context() {
        return span.getSpanContext();
    }

    /** Runs what measures the call, so that its exemplar names the span, and ends the span. */
    void end(String outcome, boolean failed, Runnable measuring) {
        if (!span.isRecording()) {
            measuring.run();
            return;
        }
        Context.root().with(span).wrap(measuring).run();
        span.setAttribute("outcome", outcome);
        if (failed) {
            span.setStatus(StatusCode.ERROR, outcome);
        }
        span.end();
    }
}
