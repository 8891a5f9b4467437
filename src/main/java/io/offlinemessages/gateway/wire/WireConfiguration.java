package io.offlinemessages.gateway.wire;

import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.hitlane.HitLanes;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    @Bean
    Drain drain(DrainProperties properties, LifecycleProperties lifecycle) {
        properties.requireWithin(lifecycle.getTimeoutPerShutdownPhase());
        return new Drain(properties);
    }

    @Bean
    Pipeline pipeline(
            LimitsProperties limits, TrustedProxies proxies, HitLanes lanes, Drain drain, MeterRegistry meters) {
        var connections = new ConnectionLimit(limits.connections());
        GatewayMeter.CONNECTIONS.gauge(meters, connections::open);
        return new Pipeline(connections, limits, proxies, EndedConnections.in(meters), lanes, drain);
    }
}
