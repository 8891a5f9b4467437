package io.offlinemessages.gateway.routing;

import io.offlinemessages.gateway.admission.Decision;
import io.offlinemessages.gateway.cache.CacheResult;
import io.offlinemessages.gateway.contract.CallContext;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.contract.TraceContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * What is found out about one request on its way, for the steps after it, the access log and the meters; lives as an attribute
 * of the exchange and is used by one step at a time.
 */
final class RequestTrail {

    private static final String ATTRIBUTE = RequestTrail.class.getName();

    private final String requestId = TraceContext.randomHex(16);
    private final TraceContext trace;
    private volatile Decision.@Nullable Admitted admitted;
    private volatile String route = "none";
    private volatile @Nullable String callerName;
    private volatile @Nullable CacheResult cacheResult;
    private volatile @Nullable FailureKind failure;

    private RequestTrail(TraceContext trace) {
        this.trace = trace;
    }

    /** Begins the trail of a request that has a span, and with it a position in a trace. */
    static void begin(ServerWebExchange exchange, TraceContext span) {
        exchange.getAttributes().put(ATTRIBUTE, new RequestTrail(span));
    }

    /** The trail of the exchange, begun at the first call. */
    static RequestTrail of(ServerWebExchange exchange) {
        return (RequestTrail) exchange.getAttributes()
                .computeIfAbsent(
                        ATTRIBUTE,
                        name -> new RequestTrail(TraceContext.continueOrStart(
                                exchange.getRequest().getHeaders().getFirst(TraceContext.TRACEPARENT))));
    }

    /** The trail among the attributes of an exchange; null when the request never reached the filters. */
    static @Nullable RequestTrail in(Map<String, ?> attributes) {
        return (RequestTrail) attributes.get(ATTRIBUTE);
    }

    String requestId() {
        return requestId;
    }

    TraceContext trace() {
        return trace;
    }

    void admitted(Decision.Admitted decision) {
        admitted = decision;
        callerName = decision.caller().name();
        route = decision.request().route().id();
    }

    void refused(Decision.Refused decision) {
        callerName = decision.caller() == null ? null : decision.caller().name();
        Route known = decision.route();
        route = known == null ? "none" : known.id();
    }

    void published() {
        route = "openapi";
    }

    void answered(CacheResult result) {
        cacheResult = result;
    }

    void failed(FailureKind kind) {
        failure = kind;
    }

    Decision.@Nullable Admitted admitted() {
        return admitted;
    }

    /** The context of the upstream call for an admitted request. */
    CallContext callContext() {
        Decision.Admitted decision = admitted;
        return new CallContext(requestId, trace, decision == null ? null : decision.forwarded());
    }

    /**
     * The route's id; {@code openapi} for the OpenAPI document; {@code none} for a request that points at none, or whose caller is
     * not known.
     */
    String route() {
        return route;
    }

    @Nullable
    String callerName() {
        return callerName;
    }

    /** The cache's result; {@code none} where the cache was not asked. */
    String cache() {
        CacheResult result = cacheResult;
        return result == null ? "none" : result.tag();
    }

    /** The cause of an error answer; {@code none} for a good one. */
    String cause() {
        FailureKind kind = failure;
        return kind == null ? "none" : kind.tag();
    }
}
