package io.offlinemessages.gateway.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.contract.RequestId;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

class UnforeseenErrorHandlerTest {

    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private final IllegalStateException unforeseen = new IllegalStateException("unforeseen");
    private final UnforeseenErrorHandler handler = new UnforeseenErrorHandler(
            new Answers(OpenApiDocument.packaged(), Clock.systemUTC(), new SimpleMeterRegistry()));
    private final Sinks.One<ServerWebExchange> arrived = Sinks.one();
    private @Nullable DisposableServer server;

    /**
     * Draws the key ahead of all requests, as the application does, because the operating system may block for
     * randomness.
     */
    @BeforeAll
    static void drawTheKeyOfIds() {
        RequestId.random();
    }

    @AfterEach
    void stop() {
        server().disposeNow();
    }

    @Test
    void a_waiting_caller_is_answered_with_the_envelope() throws IOException {
        start(exchange -> Mono.error(unforeseen));
        try (var caller = call()) {
            assertThat(new String(caller.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 500 ")
                    .endsWith("{\"error\":[{\"code\":500,\"message\":\"The gateway failed to answer.\"}]}");
        }
    }

    @Test
    void a_caller_who_has_left_gets_no_answer_and_counts_as_no_failure() throws IOException {
        start(exchange -> Mono.<Void>never().doOnSubscribe(waiting -> arrived.tryEmitValue(exchange)));
        var caller = call();
        ServerWebExchange exchange = first(arrived);

        caller.close();
        connection(exchange).onDispose().block(ENOUGH);

        assertThat(handler.handle(exchange, unforeseen).blockOptional(ENOUGH)).isEmpty();

        assertThat(exchange.getResponse().isCommitted()).isFalse();
    }

    @Test
    void a_response_that_has_begun_ends_as_a_failure() throws IOException {
        start(exchange -> exchange.getResponse()
                .setComplete()
                .then(Mono.<Void>never().doOnSubscribe(waiting -> arrived.tryEmitValue(exchange))));
        var caller = call();
        ServerWebExchange exchange = first(arrived);

        assertThatThrownBy(() -> handler.handle(exchange, unforeseen).block(ENOUGH))
                .isSameAs(unforeseen);

        caller.close();
    }

    private void start(WebHandler web) {
        HttpHandler http = WebHttpHandlerBuilder.webHandler(web)
                .codecConfigurer(ServerCodecConfigurer.create())
                .exceptionHandler(handler)
                .build();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(http))
                .bindNow();
    }

    private Socket call() throws IOException {
        var caller = new Socket(server().host(), server().port());
        caller.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        return caller;
    }

    private static Connection connection(ServerWebExchange exchange) {
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        Sinks.One<Connection> connection = Sinks.one();
        response.withConnection(connection::tryEmitValue);
        return first(connection);
    }

    private static <T> T first(Sinks.One<T> sink) {
        return requireNonNull(sink.asMono().block(ENOUGH));
    }

    private DisposableServer server() {
        return requireNonNull(server);
    }
}
