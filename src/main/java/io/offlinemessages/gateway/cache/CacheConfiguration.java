package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    AnswerCache answerCache(
            CacheProperties properties,
            Upstream upstream,
            Ticker ticker,
            MeterRegistry meters,
            @Nullable Shared shared) {
        ListedDetails listed = properties.list().outdatesDetails()
                ? new ListedDetails(longestAway(properties, upstream, shared), ticker, meters)
                : null;
        var rules = new FreshnessRules(properties);
        var store = new AnswerStore(properties, ticker);
        CaffeineCacheMetrics.monitor(meters, store.entries(), "messages");
        SharedLoads others = shared == null ? null : sharedLoads(shared, rules, upstream, ticker);
        var outcomes = new OutcomeRules(store, rules, listed, others, ticker);
        var loads = new AnswerLoads(heeded(upstream, properties.upstreamDirectives(), meters), store, outcomes, others);
        return new AnswerCache(store, loads, ticker, new CacheMeters(meters));
    }

    /**
     * How much later than a page an older detail may arrive: for as long as its load runs and, where replicas share, as long as another
     * replica may keep it before this one takes it.
     */
    private static Duration longestAway(CacheProperties properties, Upstream upstream, @Nullable Shared shared) {
        return shared == null
                ? upstream.longest()
                : upstream.longest()
                        .plus(properties.ttl())
                        .plus(properties.staleWhileRevalidate())
                        .plus(properties.notFoundTtl());
    }

    private static SharedLoads sharedLoads(Shared shared, FreshnessRules rules, Upstream upstream, Ticker ticker) {
        var parts = new SharedLoads.Parts(
                shared.answers(),
                shared.evictions(),
                shared.pages(),
                shared::time,
                rules,
                upstream.longest(),
                ticker,
                Schedulers.parallel());
        return new SharedLoads(parts, shared.maxBody());
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
    MessageCacheEndpoint messageCacheEndpoint(CacheOperations cache, Clock clock, @Nullable Shared shared) {
        return new MessageCacheEndpoint(cache, clock, shared);
    }

    @Bean
    CacheOperations cacheOperations(AnswerCache cache) {
        return cache.operations();
    }
}
