package io.offlinemessages.gateway.management;

import io.offlinemessages.gateway.access.UserDirectory;
import io.offlinemessages.gateway.cache.CacheOperations;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ManagementConfiguration {

    @Bean
    UsersHealthIndicator usersHealthIndicator(UserDirectory directory) {
        return new UsersHealthIndicator(directory);
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
    DetailCacheEndpoint detailCacheEndpoint(CacheOperations cache, Clock clock) {
        return new DetailCacheEndpoint(cache, clock);
    }

    @Bean
    SmartInitializingSingleton startupChecks(Environment environment, UpstreamProperties upstream) {
        return () -> StartupChecks.run(environment, upstream);
    }
}
