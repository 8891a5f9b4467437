package io.offlinemessages.gateway.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.telemetry.AccessLog;
import io.offlinemessages.gateway.telemetry.RequestSpans;
import java.time.Clock;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.route.builder.UriSpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /**
     * The URI of both routes, because each route needs one. {@link CacheFilter} answers, so no request is ever sent to
     * it.
     */
    private static final String NOWHERE = "no://op";

    @Bean
    Answers answers(OpenApiDocument document, Clock clock, MeterRegistry meters) {
        return new Answers(document, clock, meters);
    }

    /**
     * Installs the filters, in this order, and the error handler in the API's handler. As beans they would also stand
     * in front of the actuator, whose context has this one as its parent.
     */
    @Bean
    WebHttpHandlerBuilderCustomizer apiFilters(
            AccessLog accessLog,
            Admission admission,
            Authenticator authenticator,
            TrustedProxies proxies,
            LimitsProperties limits,
            RequestRates rates,
            Answers answers,
            MeterRegistry meters,
            @Nullable RequestSpans spans) {
        var ours = new ArrayList<WebFilter>();
        if (spans != null) {
            // Before the access log, whose lines name the span.
            ours.add((exchange, chain) -> {
                spans.begin(exchange);
                return chain.filter(exchange);
            });
        }
        // Before all filters that refuse requests, because a refusal has a line, too.
        ours.add(new AccessLogFilter(accessLog));
        // Before admission, so that a request over the limit costs next to nothing.
        ours.add(new InFlightLimit(limits.requestsInFlight(), answers));
        // Last, so that only admitted requests reach the routes.
        ours.add(new AdmissionFilter(admission, authenticator, proxies, rates, answers, meters));
        return builder -> builder.filters(filters -> filters.addAll(0, ours))
                .exceptionHandlers(handlers -> handlers.add(0, new UnforeseenErrorHandler(answers)));
    }

    @Bean
    RouteLocator routes(RouteLocatorBuilder builder, AnswerCache cache, Answers answers) {
        var filter = new CacheFilter(cache, answers);
        return builder.routes()
                .route(
                        Route.LIST.id(),
                        spec -> answered(spec, Route.LIST, filter).uri(NOWHERE))
                .route(
                        Route.DETAIL.id(),
                        spec -> answered(spec, Route.DETAIL, filter).uri(NOWHERE))
                .build();
    }

    private static UriSpec answered(PredicateSpec spec, Route route, GatewayFilter filter) {
        return spec.predicate(new AdmittedPredicate(route))
                .filters(filters -> filters.filter(filter, Ordered.HIGHEST_PRECEDENCE));
    }
}
