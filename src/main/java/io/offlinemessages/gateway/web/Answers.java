package io.offlinemessages.gateway.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.cache.CacheStatus;
import io.offlinemessages.gateway.cache.CachedAnswer;
import io.offlinemessages.gateway.cache.Representation;
import io.offlinemessages.gateway.contract.DateText;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.IfNoneMatch;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.telemetry.FailureCounters;
import io.offlinemessages.gateway.telemetry.RequestContext;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The writer of all responses that go through WebFlux, each with its documented header fields and bytes. */
final class Answers {

    private static final String CACHE_STATUS = "Cache-Status";

    private final OpenApiDocument document;
    private final DateText date;
    private final FailureCounters failures;

    Answers(OpenApiDocument document, Clock clock, MeterRegistry meters) {
        this.document = document;
        this.date = new DateText(clock);
        this.failures = new FailureCounters(meters);
    }

    /**
     * Writes a page or a detail, or the failure of its load, with the cache's part in it: {@code Cache-Status} and
     * {@code Age}.
     */
    Mono<Void> cached(ServerWebExchange exchange, CachedAnswer answer) {
        CacheStatus provenance = answer.provenance();
        RequestContext.of(exchange).answered(provenance.result());
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(CACHE_STATUS, provenance.cacheStatus());
        provenance.age().ifPresent(age -> headers.set(HttpHeaders.AGE, Long.toString(age)));
        return answer instanceof CachedAnswer.Found found
                ? found(exchange, found.representation())
                : failure(exchange, ((CachedAnswer.Refusal) answer).failure());
    }

    /** Writes an error response: a documented one, or one in the documented envelope. */
    Mono<Void> failure(ServerWebExchange exchange, Failure failure) {
        RequestContext.of(exchange).failed(failure.kind());
        failures.count(failure);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (failure.challenges()) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, Failure.CHALLENGE);
        }
        if (failure.kind() == FailureKind.METHOD_NOT_ALLOWED) {
            headers.set(HttpHeaders.ALLOW, "GET, HEAD");
        }
        failure.retryAfterSeconds().ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wait)));
        return write(exchange, failure.status(), failure.contentType(), failure.body());
    }

    /** Writes the OpenAPI document. */
    Mono<Void> document(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CACHE_CONTROL, OpenApiDocument.CACHE_CONTROL);
        return validated(exchange, document.etag(), OpenApiDocument.CONTENT_TYPE, document.body());
    }

    private Mono<Void> found(ServerWebExchange exchange, Representation representation) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CACHE_CONTROL, Representation.CACHE_CONTROL);
        return validated(exchange, representation.etag(), Representation.CONTENT_TYPE, representation.body());
    }

    /** Writes content with its validator, or a 304 with the validator alone if the caller already has the content. */
    private Mono<Void> validated(ServerWebExchange exchange, String etag, String contentType, byte[] body) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HttpHeaders.ETAG, etag);
        if (IfNoneMatch.anyMatches(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), etag)) {
            date(headers);
            // Reactor Netty would otherwise leave Transfer-Encoding in the 304 to a HEAD.
            headers.remove(HttpHeaders.TRANSFER_ENCODING);
            exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(304));
            return exchange.getResponse().setComplete();
        }
        return write(exchange, 200, contentType, body);
    }

    private Mono<Void> write(ServerWebExchange exchange, int status, String contentType, byte[] body) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        HttpHeaders headers = response.getHeaders();
        // As text, because the typed setter would rewrite the documented charset parameter.
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        headers.setContentLength(body.length);
        date(headers);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private void date(HttpHeaders headers) {
        headers.set(HttpHeaders.DATE, date.now());
    }
}
