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
 * What is found out about one request on its way, for the steps after it, the access log and the meters; lives as an attribute
 * of the exchange and is used by one step at a time.
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

    /** The context of a request whose head was not read to its end, or was no good. */
    static RequestContext unread(String requestId) {
        return new RequestContext(requestId, Traceparent.readOrStart(null));
    }

    /**
     * The context of a request that WebFlux does not see, and that has no span.
     *
     * @param requestId as its field has it, or null
     * @param traceparent as its field has it, or null
     */
    public static RequestContext of(@Nullable String requestId, @Nullable String traceparent) {
        return new RequestContext(requestId, Traceparent.readOrStart(traceparent));
    }

    /** The context of a request that WebFlux does not see. */
    public static RequestContext of(@Nullable String requestId, Span span) {
        return new RequestContext(requestId, span.getSpanContext());
    }

    /** Gives the exchange the context of a request that has this span. */
    static void begin(ServerWebExchange exchange, Span span) {
        exchange.getAttributes()
                .put(ATTRIBUTE, new RequestContext(field(exchange, RequestId.FIELD), span.getSpanContext()));
    }

    /** The context of the exchange, made at the first call. */
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

    /** The context among the attributes of an exchange; null when the request never reached the filters. */
    public static @Nullable RequestContext in(Map<String, ?> attributes) {
        return (RequestContext) attributes.get(ATTRIBUTE);
    }

    /** The id of the request, as its field {@code X-Request-Id} has it; a new one where that has none that is valid. */
    public String requestId() {
        return requestId;
    }

    /** The span of the request; while tracing is off the caller's own, or one that nothing records. */
    public SpanContext span() {
        return span;
    }

    /** The request may go on. */
    public void admitted(Decision.Admitted decision) {
        admitted = decision;
        caller = new Claim(decision.caller().name(), true);
        route = decision.request().route().id();
    }

    /** The request ends, refused. */
    public void refused(Decision.Refused decision) {
        caller = decision.caller() == null
                ? decision.claim()
                : new Claim(decision.caller().name(), true);
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
        return new CallContext(requestId, span, decision == null ? null : decision.forwarded());
    }

    /**
     * The route's id; {@code openapi} for the OpenAPI document; {@code none} for a request that points at none, or whose caller is
     * not known.
     */
    public String route() {
        return route;
    }

    /** Who asks, or says so; null when that was not looked at. */
    @Nullable
    Claim caller() {
        return caller;
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
