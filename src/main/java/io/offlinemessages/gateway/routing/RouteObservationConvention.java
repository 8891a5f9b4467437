package io.offlinemessages.gateway.routing;

import io.micrometer.common.KeyValue;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** {@code http.server.requests} of the API with the route's id in the place of a path, so that no caller can make series. */
final class RouteObservationConvention extends DefaultServerRequestObservationConvention {

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        RequestTrail trail = RequestTrail.in(context.getAttributes());
        return trail == null ? super.uri(context) : KeyValue.of("uri", trail.route());
    }
}
