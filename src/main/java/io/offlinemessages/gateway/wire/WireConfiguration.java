package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.hitlane.HitLanes;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.telemetry.WireRefusals;
import java.util.Objects;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    @Bean
    Drain drain(DrainProperties properties, LifecycleProperties lifecycle) {
        properties.requireWithin(lifecycle.getTimeoutPerShutdownPhase());
        return new Drain(properties);
    }

    @Bean
    Pipelines pipelines(
            LimitsProperties limits, TrustedProxies proxies, ServerProperties server, NettyServerProperties netty) {
        var heads = new HeadLimits(
                (int) netty.getMaxInitialLineLength().toBytes() + 2,
                (int) server.getMaxHttpRequestHeaderSize().toBytes() + 2);
        Integer requests = netty.getMaxKeepAliveRequests();
        var keepAlive = new KeepAlive(Objects.requireNonNull(netty.getIdleTimeout()), requests == null ? -1 : requests);
        return new Pipelines(limits, heads, keepAlive, proxies);
    }

    /** No bean of its own type, because the management port's server would find that, too. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> apiPort(
            Pipelines pipelines,
            LimitsProperties limits,
            RequestIds ids,
            WireRefusals told,
            HitLanes lanes,
            Drain drain,
            Ticker ticker,
            MeterRegistry meters) {
        var connections = new ConnectionLimit(limits.connections(), limits.connectionsOfAddress());
        GatewayMeter.CONNECTIONS.gauge(meters, connections::open);
        EndedConnections ended = EndedConnections.in(meters, "");
        var memory = SharedMemory.ofApi(LoopResources.DEFAULT_IO_WORKER_COUNT, ticker, ended.memory());
        var port = new Port(connections, memory, ended, ids, new Refusals(told, ids), lanes, false, drain::isDraining);
        return factory -> factory.addServerCustomizers(pipelines.of(port));
    }
}
