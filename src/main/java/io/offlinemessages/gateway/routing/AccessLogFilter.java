package io.offlinemessages.gateway.routing;

import io.offlinemessages.gateway.contract.Sha256;
import io.offlinemessages.gateway.routing.AccessLogProperties.CallerName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * One line for each request, by logger {@code access}: method, route, status, cache result, cause of an error, duration, caller
 * and ids. Nothing of the caller's path, query or header fields is in it.
 */
final class AccessLogFilter implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger("access");

    private final CallerName callerName;

    AccessLogFilter(AccessLogProperties properties) {
        this.callerName = properties.caller();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long start = System.nanoTime();
        return chain.filter(exchange).doFinally(signal -> log(exchange, signal, System.nanoTime() - start));
    }

    private void log(ServerWebExchange exchange, SignalType signal, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        RequestTrail trail = RequestTrail.of(exchange);
        String method = method(exchange.getRequest().getMethod());
        String status = status(exchange, signal);
        String caller = caller(trail.callerName());
        LOG.atInfo()
                .addKeyValue("http.request.method", method)
                .addKeyValue("route", trail.route())
                .addKeyValue("http.response.status_code", status)
                .addKeyValue("cache", trail.cache())
                .addKeyValue("cause", trail.cause())
                .addKeyValue("event.duration", nanos)
                .addKeyValue("caller", caller)
                .addKeyValue("http.request.id", trail.requestId())
                .addKeyValue("trace.id", trail.trace().traceId())
                .log(
                        "{} route={} status={} cache={} cause={} duration={}ms caller={} request={} trace={}",
                        method,
                        trail.route(),
                        status,
                        trail.cache(),
                        trail.cause(),
                        Duration.ofNanos(nanos).toMillis(),
                        caller,
                        trail.requestId(),
                        trail.trace().traceId());
    }

    /** A method of the caller's own making is no word for the log. */
    static String method(HttpMethod method) {
        for (HttpMethod known : HttpMethod.values()) {
            if (known.equals(method)) {
                return known.name();
            }
        }
        return "OTHER";
    }

    private static String status(ServerWebExchange exchange, SignalType signal) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return signal == SignalType.CANCEL || status == null ? "cancelled" : Integer.toString(status.value());
    }

    private String caller(@Nullable String name) {
        return name == null || callerName == CallerName.OFF ? "-" : Sha256.ofName(name);
    }
}
