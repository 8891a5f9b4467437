package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.contract.CacheDirectives;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.telemetry.RequestContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Upstream;
import java.util.Objects;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The last filter of each route: it answers, so that no proxying of Spring Cloud Gateway's own comes after it. */
final class RouteFilters {

    private final AnswerCache cache;
    private final Upstream upstream;
    private final Answers answers;

    RouteFilters(AnswerCache cache, Upstream upstream, Answers answers) {
        this.cache = cache;
        this.upstream = upstream;
        this.answers = answers;
    }

    /** Answers a detail from the cache. */
    Mono<Void> detail(ServerWebExchange exchange, GatewayFilterChain chain) {
        RequestContext context = RequestContext.of(exchange);
        return cache.answer((DetailRequest) request(context), context.callContext(), onlyIfCached(exchange))
                .flatMap(answer -> answers.detail(exchange, answer));
    }

    /** Answers a page of the list from the upstream; nothing of it is stored. */
    Mono<Void> list(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (onlyIfCached(exchange)) {
            return answers.listNotCached(exchange);
        }
        RequestContext context = RequestContext.of(exchange);
        CanonicalRequest request = request(context);
        return upstream.fetch(request, context.callContext()).flatMap(outcome -> list(exchange, request, outcome));
    }

    private Mono<Void> list(ServerWebExchange exchange, CanonicalRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.AccountRefused) {
            cache.refused(request.account());
        }
        Failure failure = outcome.failure();
        return failure == null
                ? answers.list(exchange, ((Outcome.Found) outcome).body())
                : answers.failure(exchange, failure);
    }

    private static boolean onlyIfCached(ServerWebExchange exchange) {
        return CacheDirectives.parse(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.CACHE_CONTROL))
                .onlyIfCached();
    }

    private static CanonicalRequest request(RequestContext context) {
        return Objects.requireNonNull(context.admitted(), "routes match admitted requests only")
                .request();
    }
}
