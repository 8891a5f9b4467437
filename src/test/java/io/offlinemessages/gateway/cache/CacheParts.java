package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The parts of a cache that each test of one needs. */
record CacheParts(AnswerStore store, OutcomeRules outcomes, AnswerLoads loads) {

    /** Those of a replica on its own that compares no pages. */
    static CacheParts alone(
            CacheProperties properties,
            Ticker ticker,
            BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream) {
        return of(properties, null, null, ticker, upstream);
    }

    static CacheParts of(
            CacheProperties properties,
            @Nullable ListedDetails listed,
            @Nullable SharedLoads shared,
            Ticker ticker,
            BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream) {
        var store = new AnswerStore(properties, ticker);
        var outcomes = new OutcomeRules(store, new FreshnessRules(properties), listed, shared, ticker);
        return new CacheParts(store, outcomes, new AnswerLoads(upstream, store, outcomes, shared));
    }

    /** Ends a load that begins now. */
    Loaded apply(CanonicalRequest key, Outcome outcome) {
        return outcomes.apply(key, store.begin(key), LoadOutcome.alone(outcome));
    }
}
