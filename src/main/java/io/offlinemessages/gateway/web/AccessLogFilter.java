package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.telemetry.AccessLog;
import io.offlinemessages.gateway.telemetry.RequestContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** The filter that writes one line of the access log for each exchange, when the exchange ends. */
final class AccessLogFilter implements WebFilter {

    private final AccessLog accessLog;

    AccessLogFilter(AccessLog accessLog) {
        this.accessLog = accessLog;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!accessLog.isOn()) {
            return chain.filter(exchange);
        }
        long start = System.nanoTime();
        return chain.filter(exchange).doFinally(signal -> log(exchange, signal, System.nanoTime() - start));
    }

    private void log(ServerWebExchange exchange, SignalType signal, long nanos) {
        accessLog.log(
                exchange.getRequest().getMethod().name(), status(exchange, signal), nanos, RequestContext.of(exchange));
    }

    private static int status(ServerWebExchange exchange, SignalType signal) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return signal == SignalType.CANCEL || status == null ? 0 : status.value();
    }
}
