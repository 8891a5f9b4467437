package io.offlinemessages.gateway.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * The tags of {@code http.server.requests} of the API: the route's id in place of a path, so that no caller can create
 * series, and the cache's result.
 */
final class RouteObservationConvention extends DefaultServerRequestObservationConvention {

    /**
     * The actuator's requests have the tag {@code cache}, too, because Prometheus expects the same tags of all series
     * of one name.
     */
    @Override
    public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
        return KeyValues.of(
                cache(context), exception(context), method(context), outcome(context), status(context), uri(context));
    }

    /** Leaves out the target: meters must not have it, and spans state the same facts as the access log. */
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
