package io.offlinemessages.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    Answers answers(Clock clock, MeterRegistry meters) {
        return new Answers(clock, meters);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnProperty(name = "gateway.access-log.enabled", matchIfMissing = true)
    WebFilter accessLogFilter(AccessLogProperties properties) {
        return new AccessLogFilter(properties);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    WebFilter admissionFilter(Admission admission, Authenticator authenticator, Answers answers, MeterRegistry meters) {
        return new AdmissionFilter(admission, authenticator, answers, meters);
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
                        route -> route.predicate(exchange -> RouteFilters.belongsTo(Route.LIST, exchange))
                                .filters(spec -> spec.filter(first(filters::list), Ordered.HIGHEST_PRECEDENCE))
                                .uri(uri))
                .route(
                        Route.DETAIL.id(),
                        route -> route.predicate(exchange -> RouteFilters.belongsTo(Route.DETAIL, exchange))
                                .filters(spec -> spec.filter(first(filters::detail), Ordered.HIGHEST_PRECEDENCE))
                                .uri(uri))
                .build();
    }

    @Bean
    UnforeseenErrorHandler unforeseenErrorHandler(Answers answers) {
        return new UnforeseenErrorHandler(answers);
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

    private static GatewayFilter first(GatewayFilter filter) {
        return filter;
    }
}
