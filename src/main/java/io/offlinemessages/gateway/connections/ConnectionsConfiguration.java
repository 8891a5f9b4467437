package io.offlinemessages.gateway.connections;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.limits.LimitsProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
class ConnectionsConfiguration {

    /** Before the gateway's other handlers, so that it stands next to the codec. */
    @Bean
    @Order(-1)
    NettyServerCustomizer connectionLimits(LimitsProperties limits, MeterRegistry meters) {
        var connections = new ConnectionLimit(limits.connections());
        GatewayMeter.CONNECTIONS.gauge(meters, connections::open);
        Counter tooMany = GatewayMeter.CONNECTIONS_ENDED.counter(meters, "connections");
        Counter slowRequest = GatewayMeter.CONNECTIONS_ENDED.counter(meters, "request_timeout");
        Counter slowReader = GatewayMeter.CONNECTIONS_ENDED.counter(meters, "write_timeout");
        var refusing = new TooManyConnections();
        return server -> server.doOnChannelInit((observer, channel, remote) -> {
            ConnectionLimit.Entry entry = connections.enter(channel);
            if (entry != ConnectionLimit.Entry.SERVED) {
                tooMany.increment();
            }
            ChannelPipeline pipeline = channel.pipeline();
            // HTTP/2 has other handlers, and limits of its own.
            boolean http1 = pipeline.get(NettyPipeline.HttpCodec) != null
                    && pipeline.get(NettyPipeline.HttpTrafficHandler) != null;
            if (entry == ConnectionLimit.Entry.CLOSED || (entry == ConnectionLimit.Entry.TOLD && !http1)) {
                channel.close();
                return;
            }
            if (http1) {
                install(pipeline, limits, slowRequest::increment, slowReader::increment);
            }
            if (entry == ConnectionLimit.Entry.TOLD) {
                pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "offline-messages.too-many", refusing);
            }
        });
    }

    private static void install(
            ChannelPipeline pipeline, LimitsProperties limits, Runnable slowRequest, Runnable slowReader) {
        var arrival = new RequestDeadline(limits.requestTimeout(), slowRequest);
        pipeline.addBefore(NettyPipeline.HttpCodec, "offline-messages.bytes", arrival.bytes());
        pipeline.addBefore(
                NettyPipeline.HttpCodec,
                "offline-messages.write-deadline",
                new WriteDeadline(limits.writeTimeout(), slowReader));
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "offline-messages.request-deadline", arrival);
    }
}
