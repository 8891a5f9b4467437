package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.util.ClassUtils;

/** Tracing switched off, as it is unless somebody asks for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingOffIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String OPENMETRICS = "Accept: application/openmetrics-text; version=1.0.0";
    private static final String TRACEPARENT = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final List<Class<?>> TELEMETRY = List.of(
            OpenTelemetry.class,
            SpanProcessor.class,
            SpanExporter.class,
            Tracer.class,
            io.opentelemetry.api.trace.Tracer.class,
            TracingObservationHandler.class,
            SpanContext.class);

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void nothing_of_it_is_in_the_application_and_nothing_is_sent() {
        try (var collector = new SpanCollector()) {
            try (var gateway = new RunningGateway(
                    sandbox.gatewayProperties(),
                    collector.properties(
                            "--management.tracing.export.enabled=false",
                            "--management.metrics.distribution.slo.http.server.requests=50ms,1s",
                            "--management.metrics.distribution.slo.gateway.upstream.requests=50ms,1s"))) {
                RawConnection.get(gateway.port(), DETAIL, "john", TRACEPARENT);

                assertThat(TELEMETRY)
                        .allSatisfy(type -> assertThat(gateway.context().getBeanNamesForType(type))
                                .isEmpty());
                assertThat(scrape(gateway))
                        .contains("http_server_requests_seconds_bucket", "gateway_upstream_requests_seconds_bucket")
                        .doesNotContain("trace_id");
            }
            assertThat(collector.requests()).isZero();
        }
    }

    @Test
    void reactor_has_no_means_to_set_thread_locals_at_each_signal() {
        assertThat(ClassUtils.isPresent("io.micrometer.context.ContextRegistry", null))
                .isFalse();
    }

    @Test
    void opentelemetrys_own_switch_turns_it_off_as_well() {
        try (var collector = new SpanCollector();
                var gateway = new RunningGateway(
                        sandbox.gatewayProperties(),
                        collector.properties("--management.opentelemetry.enabled=false"))) {
            assertThat(gateway.context().getBeanNamesForType(OpenTelemetry.class))
                    .isEmpty();
            assertThat(RawConnection.get(gateway.port(), DETAIL, "john", TRACEPARENT)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static String scrape(RunningGateway gateway) {
        return RawConnection.exchange(
                        gateway.managementPort(),
                        "GET /actuator/prometheus HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + OPENMETRICS
                                + "\r\n\r\n")
                .text();
    }
}
