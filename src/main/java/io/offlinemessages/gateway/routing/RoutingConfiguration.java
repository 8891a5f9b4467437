package io.offlinemessages.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Objects;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.route.builder.UriSpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    Answers answers(OpenApiDocument document, Clock clock, MeterRegistry meters) {
        return new Answers(document, clock, meters);
    }

    /**
     * Puts the filters and the error handler into the API's handler. As beans they would also stand in front of the
     * actuator's, which finds them in this parent of its context.
     */
    @Bean
    WebHttpHandlerBuilderCustomizer apiFilters(
            AccessLogProperties accessLog,
            Admission admission,
            Authenticator authenticator,
            Answers answers,
            MeterRegistry meters) {
        var ours = new ArrayList<WebFilter>();
        if (accessLog.enabled()) {
            ours.add(new AccessLogFilter(accessLog));
        }
        ours.add(new AdmissionFilter(admission, authenticator, answers, meters));
        return builder -> builder.filters(filters -> filters.addAll(0, ours))
                .exceptionHandlers(handlers -> handlers.add(0, new UnforeseenErrorHandler(answers)));
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder builder,
            UpstreamProperties properties,
            DetailCache cache,
            Upstream upstream,
            Answers answers) {
        var filters = new RouteFilters(cache, upstream, answers);
        String uri = Objects.requireNonNull(properties.baseUrl()).toString();
        return builder.routes()
                .route(
                        Route.LIST.id(),
                        spec -> answered(spec, Route.LIST, filters::list).uri(uri))
                .route(
                        Route.DETAIL.id(),
                        spec -> answered(spec, Route.DETAIL, filters::detail).uri(uri))
                .build();
    }

    private static UriSpec answered(PredicateSpec spec, Route route, GatewayFilter filter) {
        return spec.predicate(exchange -> RouteFilters.belongsTo(route, exchange))
                .filters(filters -> filters.filter(filter, Ordered.HIGHEST_PRECEDENCE));
    }

    @Bean
    ServerRequestObservationConvention routeObservationConvention() {
        return new RouteObservationConvention();
    }

    @Bean
    NettyServerCustomizer wireHandling() {
        var handler = new WireHandler();
        return server ->
                server.doOnChannelInit((observer, channel, remoteAddress) -> install(handler, channel.pipeline()));
    }

    private static void install(WireHandler handler, ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "offline-messages.wire", handler);
        }
    }
}
