package io.offlinemessages.gateway.upstream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header field that carries traces in and out (W3C Trace Context); no other field is read or written. */
public final class Traceparent {

    /** The field's name. */
    public static final String FIELD = "traceparent";

    private static final int LONGEST = 256;
    private static final IdGenerator IDS = IdGenerator.random();
    private static final FieldAlone FIELD_ALONE = new FieldAlone();

    private Traceparent() {}

    /** The span that a value names; an invalid context for an invalid value. */
    public static SpanContext read(@Nullable String value) {
        if (value == null || value.length() > LONGEST) {
            return SpanContext.getInvalid();
        }
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), value, FIELD_ALONE);
        return Span.fromContext(context).getSpanContext();
    }

    /** The span that a value names; for an invalid value the first span of a new, unsampled trace. */
    public static SpanContext readOrStart(@Nullable String value) {
        SpanContext named = read(value);
        return named.isValid() ? named : span(IDS.generateTraceId(), TraceFlags.getDefault());
    }

    /** Another span of the same trace. */
    static SpanContext next(SpanContext span) {
        return span(span.getTraceId(), span.getTraceFlags());
    }

    /** The value that names a span. Of the flags only "sampled" is written: others may mean something else to the upstream. */
    static String write(SpanContext span) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + (span.isSampled() ? "-01" : "-00");
    }

    private static SpanContext span(String traceId, TraceFlags flags) {
        return SpanContext.create(traceId, IDS.generateSpanId(), flags, TraceState.getDefault());
    }

    /** A carrier with this one field. */
    private static final class FieldAlone implements TextMapGetter<String> {

        @Override
        public Iterable<String> keys(String value) {
            return List.of(FIELD);
        }

        @Override
        public @Nullable String get(@Nullable String value, String name) {
            return name.equals(FIELD) ? value : null;
        }
    }
}
