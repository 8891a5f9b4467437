package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * One call to the upstream in its trace.
 *
 * @param position what the upstream is told of the trace
 * @param span null while tracing is off
 */
record CallSpan(TraceContext position, @Nullable Span span) {

    /** Runs what measures the call, so that its exemplar names the span, and ends the span. */
    void end(String outcome, boolean failed, Runnable measuring) {
        if (span == null || !span.isRecording()) {
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
