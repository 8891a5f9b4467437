package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.cache.CachedAnswer;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.telemetry.RequestContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers what is fresh in the cache, ahead of the routes, whose chain costs more than the answer. */
final class HitFilter implements WebFilter {

    private final DetailCache cache;
    private final Answers answers;

    HitFilter(DetailCache cache, Answers answers) {
        this.cache = cache;
        this.answers = answers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Admitted admitted = RequestContext.of(exchange).admitted();
        if (admitted == null || !(admitted.request() instanceof DetailRequest detail)) {
            return chain.filter(exchange);
        }
        CachedAnswer hit = cache.hit(detail);
        return hit == null ? chain.filter(exchange) : answers.detail(exchange, hit);
    }
}
