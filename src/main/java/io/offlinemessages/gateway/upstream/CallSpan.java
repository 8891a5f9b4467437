package io.offlinemessages.gateway.upstream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * The span of one call to the upstream.
 *
 * @param span the span; a non-recording one while tracing is off
 */
record CallSpan(Span span) {

    /** The span context that the upstream receives. */
    SpanContext context() {
        return span.getSpanContext();
    }

    /** Records the call's measurements within the span, so that their exemplars name it, and ends the span. */
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
