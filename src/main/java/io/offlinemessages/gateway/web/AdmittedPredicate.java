package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.telemetry.RequestContext;
import org.springframework.cloud.gateway.handler.predicate.GatewayPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * The predicate of a route: matches the requests that admission has admitted to it. It is the only predicate, because a
 * second reader of the target, after the check of the caller's role, would be a security hole.
 *
 * @param route the route to which the request is admitted
 */
record AdmittedPredicate(Route route) implements GatewayPredicate {

    @Override
    public boolean test(ServerWebExchange exchange) {
        // The management port asks this predicate, too, but its requests have no context.
        RequestContext context = RequestContext.in(exchange.getAttributes());
        Admitted admitted = context == null ? null : context.admitted();
        return admitted != null && admitted.request().route() == route;
    }
}
