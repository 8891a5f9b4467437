package io.offlinemessages.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.admission.Admission;
import io.offlinemessages.gateway.cache.DetailCache;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.trail.AccessLog;
import io.offlinemessages.gateway.trail.RequestSpans;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.route.builder.UriSpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    Answers answers(OpenApiDocument document, Clock clock, MeterRegistry meters) {
        return new Answers(document, clock, meters);
    }

    @Bean
    Drain drain(DrainProperties properties, LifecycleProperties lifecycle) {
        properties.requireWithin(lifecycle.getTimeoutPerShutdownPhase());
        return new Drain(properties);
    }

    /**
     * Puts the filters and the error handler into the API's handler. As beans they would also stand in front of the
     * actuator's, which finds them in this parent of its context.
     */
    @Bean
    WebHttpHandlerBuilderCustomizer apiFilters(
            AccessLog accessLog,
            Drain drain,
            Admission admission,
            Authenticator authenticator,
            TrustedProxies proxies,
            LimitsProperties limits,
            RequestRates rates,
            DetailCache cache,
            Answers answers,
            MeterRegistry meters,
            @Nullable RequestSpans spans) {
        var ours = new ArrayList<WebFilter>();
        ours.add(drain::filter);
        if (spans != null) {
            ours.add((exchange, chain) -> {
                spans.begin(exchange);
                return chain.filter(exchange);
            });
        }
        ours.add(new AccessLogFilter(accessLog));
        ours.add(new InFlightLimit(limits.requestsInFlight(), answers));
        ours.add(new AdmissionFilter(admission, authenticator, proxies, rates, answers, meters));
        ours.add(new HitFilter(cache, answers));
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

    @Bean
    AdmittedRouteMapping admittedRouteMapping(RouteLocator routes, FilteringWebHandler handler) {
        var byId = routes.getRoutes()
                .collectMap(org.springframework.cloud.gateway.route.Route::getId)
                .block();
        return new AdmittedRouteMapping(Objects.requireNonNull(byId), handler);
    }

    private static UriSpec answered(PredicateSpec spec, Route route, GatewayFilter filter) {
        return spec.predicate(exchange -> RouteFilters.belongsTo(route, exchange))
                .filters(filters -> filters.filter(filter, Ordered.HIGHEST_PRECEDENCE));
    }

    /** Before all other handlers, so that what they say of a write holds for the whole of it. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NettyServerCustomizer slicedWrites() {
        return server -> server.doOnChannelInit((observer, channel, remoteAddress) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpCodec) != null) {
                pipeline.addBefore(NettyPipeline.HttpCodec, "offline-messages.sliced-writes", new SlicedWrites());
            }
        });
    }

    @Bean
    @Order(0)
    NettyServerCustomizer wireHandling(TrustedProxies proxies) {
        var toTrusted = new WireHandler(true);
        var toOthers = new WireHandler(false);
        return server -> server.doOnChannelInit((observer, channel, remoteAddress) ->
                install(isTrusted(channel, proxies) ? toTrusted : toOthers, channel.pipeline()));
    }

    /** A channel whose other end has left already may have no address any more. */
    private static boolean isTrusted(Channel channel, TrustedProxies proxies) {
        return channel.remoteAddress() instanceof InetSocketAddress peer && proxies.include(peer.getAddress());
    }

    /** After all other handlers, next to Reactor Netty's. */
    @Bean
    @Order(2)
    NettyServerCustomizer lastRequest() {
        return server -> server.doOnChannelInit((observer, channel, remoteAddress) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
                pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "offline-messages.last", new LastRequest());
            }
        });
    }

    private static void install(WireHandler handler, ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            var heads = new StrictHeads();
            pipeline.addBefore(NettyPipeline.HttpCodec, "offline-messages.heads", heads);
            pipeline.addAfter(NettyPipeline.HttpCodec, "offline-messages.contents", heads.contents());
        }
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "offline-messages.wire", handler);
        }
    }
}
