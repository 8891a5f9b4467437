package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The handler of unforeseen exceptions: answers with the documented envelope, ahead of Spring Boot's own error page.
 */
final class UnforeseenErrorHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnforeseenErrorHandler.class);

    private final Answers answers;

    UnforeseenErrorHandler(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        if (hasEnded(exchange)) {
            return Mono.empty();
        }
        if (exchange.getResponse().isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            return Mono.error(thrown);
        }
        LOG.error("A request failed in an unforeseen way.", thrown);
        return answers.failure(exchange, Failure.of(FailureKind.INTERNAL));
    }

    /**
     * Whether Reactor Netty has ended the exchange, as it does if the caller disconnects just as a response begins.
     * Then there is no caller left to answer.
     */
    private static boolean hasEnded(ServerWebExchange exchange) {
        var ended = new AtomicBoolean();
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        response.withConnection(connection ->
                ended.set(connection.isDisposed() || !connection.channel().isActive()));
        return ended.get();
    }
}
