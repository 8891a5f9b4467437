package io.offlinemessages.gateway.telemetry;

import io.offlinemessages.gateway.admission.Decision;
import io.offlinemessages.gateway.admission.Decision.Claim;
import io.offlinemessages.gateway.cache.CacheResult;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.RequestId;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * The facts that are known about one request, for its later steps, the access log and the meters. It is an attribute of
 * the exchange, and one step at a time uses it.
 */
public final class RequestContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private final String requestId;
    private final SpanContext span;
    private volatile Decision.@Nullable Admitted admitted;
    private volatile String route = "none";
    private volatile @Nullable Claim caller;
    private volatile @Nullable CacheResult cacheResult;
    private volatile @Nullable FailureKind failure;

    private RequestContext(@Nullable String requestId, SpanContext span) {
        this.requestId = RequestId.of(requestId);
        this.span = span;
    }

    /** The context of a request whose head did not arrive whole, or was malformed. */
    static RequestContext unread(String requestId) {
        return new RequestContext(requestId, Traceparent.readOrStart(null));
    }

    /**
     * The context of a request that WebFlux does not see and that has no span.
     *
     * @param requestId the value of its field, or null
     * @param traceparent the value of its field, or null
     */
    public static RequestContext of(@Nullable String requestId, @Nullable String traceparent) {
        return new RequestContext(requestId, Traceparent.readOrStart(traceparent));
    }

    /** The context of a request that WebFlux does not see and that has a span. */
    public static RequestContext of(@Nullable String requestId, Span span) {
        return new RequestContext(requestId, span.getSpanContext());
    }

    /** Gives the exchange a context with this span. */
    static void begin(ServerWebExchange exchange, Span span) {
        exchange.getAttributes()
                .put(ATTRIBUTE, new RequestContext(field(exchange, RequestId.FIELD), span.getSpanContext()));
    }

    /** The context of the exchange, made on the first call. */
    public static RequestContext of(ServerWebExchange exchange) {
        return (RequestContext) exchange.getAttributes()
                .computeIfAbsent(
                        ATTRIBUTE,
                        name -> new RequestContext(
                                field(exchange, RequestId.FIELD),
                                Traceparent.readOrStart(field(exchange, Traceparent.FIELD))));
    }

    private static @Nullable String field(ServerWebExchange exchange, String name) {
        return exchange.getRequest().getHeaders().getFirst(name);
    }

    /** The context among the attributes of an exchange; null if the request never reached the filters. */
    public static @Nullable RequestContext in(Map<String, ?> attributes) {
        return (RequestContext) attributes.get(ATTRIBUTE);
    }

    /** The id of the request: the value of its {@code X-Request-Id}, or a new id if that is not valid. */
    public String requestId() {
        return requestId;
    }

    /** The span of the request. Without tracing it is the caller's own, or a new one that is not recorded. */
    public SpanContext span() {
        return span;
    }

    /** Notes that admission has admitted the request. */
    public void admitted(Decision.Admitted decision) {
        admitted = decision;
        caller = new Claim(decision.caller().name(), true);
        route = decision.request().route().id();
    }

    /** Notes that the request has been refused. */
    public void refused(Decision.Refused decision) {
        caller = decision.caller() == null
                ? decision.claim()
                : new Claim(decision.caller().name(), true);
        Route known = decision.route();
        route = known == null ? "none" : known.id();
    }

    /** Notes that the request is for the OpenAPI document. */
    public void published() {
        route = "openapi";
    }

    /** Notes how the cache has answered. */
    public void answered(CacheResult result) {
        cacheResult = result;
    }

    /** Notes that the response is an error, and its cause. */
    public void failed(FailureKind kind) {
        failure = kind;
    }

    /** The decision for an admitted request; null for other requests. */
    public Decision.@Nullable Admitted admitted() {
        return admitted;
    }

    /** The context of the upstream call for an admitted request. */
    public CallContext callContext() {
        Decision.Admitted decision = admitted;
        return new CallContext(requestId, span, decision == null ? null : decision.forwarded());
    }

    /**
     * The id of the route; {@code openapi} for the OpenAPI document; {@code none} if the target has no route, or if the
     * caller is not proven.
     */
    public String route() {
        return route;
    }

    /** The caller, proven or only claimed; null if no credentials were looked at. */
    @Nullable
    Claim caller() {
        return caller;
    }

    /** The cache's result; {@code none} if the cache was not asked. */
    public String cache() {
        CacheResult result = cacheResult;
        return result == null ? "none" : result.tag();
    }

    /** The cause of an error response; {@code none} for any other response. */
    public String cause() {
        FailureKind kind = failure;
        return kind == null ? "none" : kind.tag();
    }
}
