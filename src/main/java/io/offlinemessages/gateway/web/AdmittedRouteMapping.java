package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.telemetry.RequestContext;
import java.util.Map;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds the Spring Cloud Gateway route of an admitted request in one step, ahead of all other mappings: admission has looked at the
 * target, so that no predicate has to be asked.
 */
final class AdmittedRouteMapping extends AbstractHandlerMapping {

    private final Map<String, Route> routes;
    private final Mono<Object> handler;

    /** Makes one from the routes by their ids. */
    AdmittedRouteMapping(Map<String, Route> routes, FilteringWebHandler handler) {
        this.routes = Map.copyOf(routes);
        this.handler = Mono.just(handler);
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
        // The management port, which asks here too, has no trails.
        RequestContext trail = RequestContext.in(exchange.getAttributes());
        Admitted admitted = trail == null ? null : trail.admitted();
        if (admitted == null) {
            return Mono.empty();
        }
        Route route = routes.get(admitted.request().route().id());
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, route);
        return handler;
    }
}
