package io.offlinemessages.gateway.e2e;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.support.GenericApplicationContext;

/** Counts the requests that come to WebFlux, rather than being answered before. */
final class Exchanges implements UnaryOperator<SpringApplicationBuilder> {

    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    @Override
    public SpringApplicationBuilder apply(SpringApplicationBuilder application) {
        WebHttpHandlerBuilderCustomizer counting =
                builder -> builder.httpHandlerDecorator(handler -> (request, response) -> {
                    count.incrementAndGet();
                    return handler.handle(request, response);
                });
        return application.initializers(context -> ((GenericApplicationContext) context)
                .registerBean("exchanges", WebHttpHandlerBuilderCustomizer.class, () -> counting));
    }
}
