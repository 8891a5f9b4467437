package io.offlinemessages.gateway.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * {@code http.server.requests} of the API with the route's id in the place of a path, so that no caller can make series, and with
 * the cache's result.
 */
final class RouteObservationConvention extends DefaultServerRequestObservationConvention {

    /** Requests of the actuator have the tag too, because Prometheus wants the same of all series of a name. */
    @Override
    public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
        RequestContext request = RequestContext.in(context.getAttributes());
        return super.getLowCardinalityKeyValues(context).and("cache", request == null ? "none" : request.cache());
    }

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        RequestContext request = RequestContext.in(context.getAttributes());
        return request == null ? super.uri(context) : KeyValue.of("uri", request.route());
    }
}
