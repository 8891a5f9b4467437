package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.offlinemessages.gateway.upstream.Upstream;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    DetailCache detailCache(CacheProperties properties, Upstream upstream, Ticker ticker, MeterRegistry meters) {
        var rules = new FreshnessRules(properties);
        var store = new DetailStore(properties, rules, ticker);
        CaffeineCacheMetrics.monitor(meters, store.entries(), "details");
        return new DetailCache(store, new DetailLoads(upstream::fetch, store), rules, ticker, meters);
    }

    @Bean
    DetailCacheEndpoint detailCacheEndpoint(CacheOperations cache, Clock clock) {
        return new DetailCacheEndpoint(cache, clock);
    }

    @Bean
    CacheOperations cacheOperations(DetailCache cache) {
        return cache.operations();
    }
}
