package io.offlinemessages.bench.plain;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

/** Spring Cloud Gateway as it comes: details through its LocalResponseCache, the list straight through, no security. */
@SpringBootApplication
public class PlainGateway {

    private static final Duration WHOLE_RUN = Duration.ofDays(1);

    public static void main(String[] arguments) {
        SpringApplication.run(PlainGateway.class, arguments);
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder routes,
            @Value("${bench.upstream}") String upstream,
            @Value("${bench.cache-size}") DataSize size) {
        return routes.routes()
                .route("list", route -> route.path("/api/offlinemessages/").uri(upstream))
                .route("detail", route -> route.path("/api/offlinemessages/{id}")
                        .filters(filters -> filters.localResponseCache(WHOLE_RUN, size))
                        .uri(upstream))
                .build();
    }
}
