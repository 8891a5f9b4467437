package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.contract.CacheDirectives;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.telemetry.RequestContext;
import java.util.Objects;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The last filter of each route: answers from the cache, which loads missing answers from the upstream. It does not
 * call the filter chain, so none of Spring Cloud Gateway's proxying filters runs.
 */
final class CacheFilter implements GatewayFilter {

    private final AnswerCache cache;
    private final Answers answers;

    CacheFilter(AnswerCache cache, Answers answers) {
        this.cache = cache;
        this.answers = answers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        RequestContext context = RequestContext.of(exchange);
        return cache.answer(request(context), context.callContext(), onlyIfCached(exchange))
                .flatMap(answer -> answers.cached(exchange, answer));
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
