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
        return KeyValues.of(
                cache(context), exception(context), method(context), outcome(context), status(context), uri(context));
    }

    /** The target, which nobody reads: meters must not have it, and spans say what the access log says. */
    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
        return KeyValues.empty();
    }

    private static KeyValue cache(ServerRequestObservationContext context) {
        RequestContext request = RequestContext.in(context.getAttributes());
        return KeyValue.of("cache", request == null ? "none" : request.cache());
    }

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        RequestContext request = RequestContext.in(context.getAttributes());
        return request == null ? super.uri(context) : KeyValue.of("uri", request.route());
    }
}
