package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.telemetry.RequestContext;
import org.springframework.cloud.gateway.handler.predicate.GatewayPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * Whether admission has let a request go on to a route. No other predicate chooses one: a second reader of the target, after the
 * check of the caller's role, would be a hole.
 *
 * @param route the route
 */
record AdmittedPredicate(Route route) implements GatewayPredicate {

    @Override
    public boolean test(ServerWebExchange exchange) {
        // The management port, which asks here too, has no request contexts.
        RequestContext context = RequestContext.in(exchange.getAttributes());
        Admitted admitted = context == null ? null : context.admitted();
        return admitted != null && admitted.request().route() == route;
    }
}
