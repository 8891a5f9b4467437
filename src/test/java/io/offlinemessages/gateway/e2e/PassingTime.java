package io.offlinemessages.gateway.e2e;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Lets the clock of a gateway move on by {@code Retry-After} before an answer with that field leaves, so that a retry finds it over. */
final class PassingTime implements UnaryOperator<SpringApplicationBuilder> {

    @Override
    public SpringApplicationBuilder apply(SpringApplicationBuilder application) {
        return application.initializers(starting -> {
            var context = (GenericApplicationContext) starting;
            WebHttpHandlerBuilderCustomizer passing =
                    builder -> builder.httpHandlerDecorator(handler -> (request, response) -> {
                        var clock = (TestTicker) context.getBean(Ticker.class);
                        response.beforeCommit(() -> Mono.fromRunnable(() -> pass(response, clock)));
                        return handler.handle(request, response);
                    });
            context.registerBean("passingTime", WebHttpHandlerBuilderCustomizer.class, () -> passing);
        });
    }

    private static void pass(ServerHttpResponse response, TestTicker clock) {
        String wait = response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        if (wait != null) {
            clock.advance(Duration.ofSeconds(Long.parseLong(wait)));
        }
    }
}
