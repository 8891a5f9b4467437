package io.offlinemessages.gateway.upstream;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.CompositeCustomizer;
import io.github.resilience4j.common.circuitbreaker.configuration.CircuitBreakerConfigCustomizer;
import io.github.resilience4j.common.retry.configuration.RetryConfigCustomizer;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetricsPublisher;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.spring6.bulkhead.configure.BulkheadConfiguration;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfiguration;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadProperties;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerProperties;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.Route;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Resilience4j's registries with their meters, from {@code resilience4j.*}. Its auto-configurations would add three times as many
 * beans, for annotations and endpoints that the gateway does not use.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BulkheadProperties.class, CircuitBreakerProperties.class, RetryProperties.class})
class ResilienceConfiguration {

    @Bean
    BulkheadRegistry bulkheads(BulkheadProperties properties, MeterRegistry meters) {
        return new BulkheadConfiguration()
                .bulkheadRegistry(
                        properties,
                        new DiscardedEvents<>(),
                        new TaggedBulkheadMetricsPublisher(meters),
                        new CompositeCustomizer<>(List.of()));
    }

    @Bean
    CircuitBreakerRegistry circuitBreakers(CircuitBreakerProperties properties, MeterRegistry meters) {
        return new CircuitBreakerConfiguration(properties)
                .circuitBreakerRegistry(
                        new DiscardedEvents<>(),
                        new TaggedCircuitBreakerMetricsPublisher(meters),
                        new CompositeCustomizer<>(Stream.of(Route.values())
                                .map(ResilienceConfiguration::breaker)
                                .toList()));
    }

    @Bean
    RetryRegistry retries(RetryProperties properties, MeterRegistry meters) {
        return new RetryConfiguration()
                .retryRegistry(
                        properties,
                        new DiscardedEvents<>(),
                        new TaggedRetryMetricsPublisher(meters),
                        new CompositeCustomizer<>(Stream.of(Route.values())
                                .map(ResilienceConfiguration::retry)
                                .toList()));
    }

    static CircuitBreakerConfigCustomizer breaker(Route route) {
        return CircuitBreakerConfigCustomizer.of(
                route.id(),
                config -> config.recordResult(FailurePolicy::speaksAgainstUpstream)
                        .ignoreExceptions(CallNotMade.class, BulkheadFullException.class));
    }

    @SuppressWarnings("unchecked") // the customizer's builder is a raw type
    static RetryConfigCustomizer retry(Route route) {
        return RetryConfigCustomizer.of(route.id(), config -> config.retryOnException(FailurePolicy::isRetryable));
    }
}
