package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Upstream;
import java.time.Clock;
import java.util.function.BiFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    AnswerCache answerCache(CacheProperties properties, Upstream upstream, Ticker ticker, MeterRegistry meters) {
        ListedDetails listed =
                properties.list().outdatesDetails() ? new ListedDetails(upstream.longest(), ticker, meters) : null;
        var store = new AnswerStore(properties, new FreshnessRules(properties), listed, ticker);
        CaffeineCacheMetrics.monitor(meters, store.entries(), "messages");
        var loads = new AnswerLoads(heeded(upstream, properties.upstreamDirectives(), meters), store);
        return new AnswerCache(store, loads, ticker, new CacheMeters(meters));
    }

    private static BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> heeded(
            Upstream upstream, UpstreamDirectives directives, MeterRegistry meters) {
        var prohibitions = new Prohibitions(meters);
        return switch (directives) {
            case OBEY ->
                (request, context) -> upstream.fetch(request, context)
                        .doOnNext(outcome -> prohibitions.note(request.route(), outcome));
            case IGNORE ->
                (request, context) -> upstream.fetch(request, context).map(Outcome::withoutTerms);
        };
    }

    @Bean
    MessageCacheEndpoint messageCacheEndpoint(CacheOperations cache, Clock clock) {
        return new MessageCacheEndpoint(cache, clock);
    }

    @Bean
    CacheOperations cacheOperations(AnswerCache cache) {
        return cache.operations();
    }
}
