package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.hitlane.FreshHits;
import io.offlinemessages.gateway.hitlane.HitLaneProperties;
import io.offlinemessages.gateway.hitlane.MemoFields;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.telemetry.WireRefusals;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    /** Used if the property is unset, as it is when check mode goes on past a value that it cannot read. */
    private static final Duration IDLE = Duration.ofSeconds(75);

    @Bean
    Drain drain(DrainProperties properties, LifecycleProperties lifecycle) {
        properties.requireWithin(lifecycle.getTimeoutPerShutdownPhase());
        return new Drain(properties);
    }

    @Bean
    Pipeline.Common common(
            LimitsProperties limits, TrustedProxies proxies, ServerProperties server, NettyServerProperties netty) {
        var heads = new Heads.Limits(
                (int) netty.getMaxInitialLineLength().toBytes() + 2,
                (int) server.getMaxHttpRequestHeaderSize().toBytes() + 2);
        Integer requests = netty.getMaxKeepAliveRequests();
        var keepAlive = new KeepAlive(
                Objects.requireNonNullElse(netty.getIdleTimeout(), IDLE), requests == null ? -1 : requests);
        return new Pipeline.Common(limits, heads, keepAlive, proxies);
    }

    @Bean
    Pipeline apiPort(
            Pipeline.Common common,
            LimitsProperties limits,
            RequestIds ids,
            WireRefusals told,
            HitLaneProperties lane,
            FreshHits hits,
            Drain drain,
            Ticker ticker,
            MeterRegistry meters) {
        var connections = new ConnectionLimit(limits.connections(), limits.connectionsOfAddress());
        GatewayMeter.CONNECTIONS.gauge(meters, connections::open);
        EndedConnections ended = EndedConnections.in(meters, "");
        var memory = SharedMemory.ofApi(LoopResources.DEFAULT_IO_WORKER_COUNT, ticker, ended.memory());
        var port = new Port(
                connections,
                memory,
                ended,
                ids,
                new Refusals(told, ids),
                lane.enabled() ? hits : null,
                lane.enabled() && lane.memo() ? MemoFields.of(common.keepAlive().field(), ids.field()) : null,
                false,
                drain::isDraining);
        return new Pipeline(port, common);
    }
}
