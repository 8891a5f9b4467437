package io.offlinemessages.gateway.telemetry;

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
public final class RequestContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private final String requestId = TraceContext.randomHex(16);
    private final TraceContext trace;
    private volatile Decision.@Nullable Admitted admitted;
    private volatile String route = "none";
    private volatile @Nullable String callerName;
    private volatile @Nullable CacheResult cacheResult;
    private volatile @Nullable FailureKind failure;

    /** Begins the trail of a request that is at this position of a trace. */
    public RequestContext(TraceContext trace) {
        this.trace = trace;
    }

    /** Begins the trail of a request that has a span, and with it a position in a trace. */
    static void begin(ServerWebExchange exchange, TraceContext span) {
        exchange.getAttributes().put(ATTRIBUTE, new RequestContext(span));
    }

    /** The trail of the exchange, begun at the first call. */
    public static RequestContext of(ServerWebExchange exchange) {
        return (RequestContext) exchange.getAttributes()
                .computeIfAbsent(
                        ATTRIBUTE,
                        name -> new RequestContext(TraceContext.continueOrStart(
                                exchange.getRequest().getHeaders().getFirst(TraceContext.TRACEPARENT))));
    }

    /** The trail among the attributes of an exchange; null when the request never reached the filters. */
    public static @Nullable RequestContext in(Map<String, ?> attributes) {
        return (RequestContext) attributes.get(ATTRIBUTE);
    }

    /** The id under which the request appears in logs; 32 hex digits. */
    public String requestId() {
        return requestId;
    }

    /** The position in a trace that the request is made from. */
    public TraceContext trace() {
        return trace;
    }

    /** The request may go on. */
    public void admitted(Decision.Admitted decision) {
        admitted = decision;
        callerName = decision.caller().name();
        route = decision.request().route().id();
    }

    /** The request ends, refused. */
    public void refused(Decision.Refused decision) {
        callerName = decision.caller() == null ? null : decision.caller().name();
        Route known = decision.route();
        route = known == null ? "none" : known.id();
    }

    /** The request is for the OpenAPI document. */
    public void published() {
        route = "openapi";
    }

    /** The cache has answered. */
    public void answered(CacheResult result) {
        cacheResult = result;
    }

    /** The answer is an error. */
    public void failed(FailureKind kind) {
        failure = kind;
    }

    /** The decision for an admitted request, else null. */
    public Decision.@Nullable Admitted admitted() {
        return admitted;
    }

    /** The context of the upstream call for an admitted request. */
    public CallContext callContext() {
        Decision.Admitted decision = admitted;
        return new CallContext(requestId, trace, decision == null ? null : decision.forwarded());
    }

    /**
     * The route's id; {@code openapi} for the OpenAPI document; {@code none} for a request that points at none, or whose caller is
     * not known.
     */
    public String route() {
        return route;
    }

    /** Who asks; null when that is not known. */
    public @Nullable String callerName() {
        return callerName;
    }

    /** The cache's result; {@code none} where the cache was not asked. */
    public String cache() {
        CacheResult result = cacheResult;
        return result == null ? "none" : result.tag();
    }

    /** The cause of an error answer; {@code none} for a good one. */
    public String cause() {
        FailureKind kind = failure;
        return kind == null ? "none" : kind.tag();
    }
}
