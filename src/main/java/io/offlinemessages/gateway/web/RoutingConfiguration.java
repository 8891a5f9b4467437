package io.offlinemessages.gateway.web;

import java.util.List;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.route.CachingRouteLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The beans of Spring Cloud Gateway that the routes need. Its auto-configuration would bring a hundred more: factories
 * for filters and predicates that are configured in files, and filters for all routes. This gateway uses none of them.
 */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    /** Ahead of all other mappings, because they would parse the target. */
    private static final int FIRST = -1000;

    @Bean
    RouteLocatorBuilder routeLocatorBuilder(ConfigurableApplicationContext context) {
        return new RouteLocatorBuilder(context);
    }

    @Bean
    FilteringWebHandler routeFilters() {
        return new FilteringWebHandler(List.of(), true);
    }

    @Bean
    RoutePredicateHandlerMapping routeMapping(
            FilteringWebHandler filters, RouteLocator routes, Environment environment) {
        var mapping = new RoutePredicateHandlerMapping(
                filters, new CachingRouteLocator(routes), new GlobalCorsProperties(), environment);
        mapping.setOrder(FIRST);
        return mapping;
    }
}
