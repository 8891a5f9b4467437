package io.offlinemessages.gateway.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.tracing.Tracer;
import io.offlinemessages.gateway.contract.RequestId;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

@Configuration(proxyBeanMethods = false)
class TelemetryConfiguration {

    private static final String SERVER_REQUESTS =
            "Requests by route (uri) and by how the cache answered; the management port's by their path pattern.";

    @Bean
    AccessLog accessLog(AccessLogProperties properties) {
        // Draws the key of all request ids now: the operating system may block for its randomness, and an event loop
        // must not.
        RequestId.random();
        return new AccessLog(properties);
    }

    @Bean
    RequestTimers requestTimers(MeterRegistry meters) {
        return new RequestTimers(meters);
    }

    @Bean
    WireRefusals wireRefusals(MeterRegistry meters, RequestTimers timers, AccessLog accessLog) {
        return new WireRefusals(meters, timers, accessLog);
    }

    /**
     * Ahead of Spring Boot's own handler, which would name spans by the caller's path and set the path as an attribute.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnEnabledOpenTelemetry
    @ConditionalOnEnabledTracingExport
    RequestSpans requestSpans(Tracer current, io.opentelemetry.api.trace.Tracer tracer) {
        return new RequestSpans(current, tracer);
    }

    @Bean
    @ConditionalOnEnabledOpenTelemetry
    @ConditionalOnEnabledTracingExport
    SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters, OtlpTracingProperties properties) {
        return SpanExporters.of(exporters
                .orderedStream()
                .map(exporter -> new SpanDelivery(exporter, properties.getEndpoint()))
                .toList());
    }

    @Bean
    ServerRequestObservationConvention routeObservationConvention() {
        return new RouteObservationConvention();
    }

    /** Describes the meter, because an observation cannot describe the meters that it makes. */
    @Bean
    MeterFilter serverRequestsDescription() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("http.server.requests")
                        ? new Meter.Id(
                                id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), SERVER_REQUESTS, id.getType())
                        : id;
            }
        };
    }
}
