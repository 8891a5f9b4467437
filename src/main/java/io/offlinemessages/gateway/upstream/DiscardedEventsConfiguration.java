package io.offlinemessages.gateway.upstream;

import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.github.resilience4j.retry.event.RetryEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DiscardedEventsConfiguration {

    @Bean
    EventConsumerRegistry<BulkheadEvent> bulkheadEvents() {
        return new DiscardedEvents<>();
    }

    @Bean
    EventConsumerRegistry<CircuitBreakerEvent> circuitBreakerEvents() {
        return new DiscardedEvents<>();
    }

    @Bean
    EventConsumerRegistry<RetryEvent> retryEvents() {
        return new DiscardedEvents<>();
    }
}
