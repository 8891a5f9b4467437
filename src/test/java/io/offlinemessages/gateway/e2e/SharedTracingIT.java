package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.upstream.Traceparent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tracing switched on where replicas share: the request's own trips to the server are in its trace. */
class SharedTracingIT {

    @Test
    void the_trips_of_a_request_are_below_its_span_and_tell_nothing_of_it() {
        SpanContext caller = Traceparent.readOrStart(null);
        try (var sandbox = new SandboxUpstream();
                var collector = new SpanCollector();
                var redis = new RedisProcess();
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        collector.properties(
                                "--gateway.upstream.requests-per-minute=100",
                                "--gateway.shared.redis-url=" + redis.url(),
                                "--gateway.shared.secret=" + "A".repeat(43) + "=",
                                "--gateway.shared.replicas=1"))) {
            String header = "traceparent: 00-" + caller.getTraceId() + '-' + caller.getSpanId() + "-01";
            assertThat(RawConnection.get(gateway.port(), "/api/offlinemessages/744", "john", header)
                            .status())
                    .isEqualTo(200);

            await().until(() -> collector.spansOf(caller.getTraceId()).size() >= 4);
            List<ReceivedSpan> spans = collector.spansOf(caller.getTraceId());
            ReceivedSpan request = spans.stream()
                    .filter(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
                    .findAny()
                    .orElseThrow();
            List<ReceivedSpan> trips = spans.stream()
                    .filter(span -> span.name().startsWith("redis "))
                    .toList();
            assertThat(trips).extracting(ReceivedSpan::parentId).containsOnly(request.spanId());
            assertThat(trips)
                    .extracting(ReceivedSpan::attributes)
                    .containsExactlyInAnyOrder(trip("claim", "yours"), trip("spend", "granted"));
        }
    }

    private static Map<String, String> trip(String script, String outcome) {
        return Map.of("db.system.name", "redis", "db.operation.name", script, "outcome", outcome);
    }
}
