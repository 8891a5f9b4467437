package io.offlinemessages.gateway.e2e;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as the collector got it.
 *
 * @param parentId empty for the first of a trace
 * @param attributes as text
 * @param whole all that was sent of it, as text
 */
record ReceivedSpan(
        String traceId,
        String spanId,
        String parentId,
        String name,
        SpanKind kind,
        StatusCode status,
        Map<String, String> attributes,
        String whole) {

    static ReceivedSpan of(Span span) {
        return new ReceivedSpan(
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind(),
                span.getStatus().getCode(),
                span.getAttributesList().stream()
                        .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue()))),
                span.toString());
    }

    /** The {@code traceparent} that makes this span the parent of what follows. */
    String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }
}
