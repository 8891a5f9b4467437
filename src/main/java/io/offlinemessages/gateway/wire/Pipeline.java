package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.hitlane.HitLanes;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Installs all handlers of the gateway's own in each connection of the API, in order; nothing else does. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class Pipeline implements NettyServerCustomizer {

    private final ConnectionLimit connections;
    private final LimitsProperties limits;
    private final TrustedProxies proxies;
    private final EndedConnections ended;
    private final HitLanes lanes;
    private final Drain drain;
    private final TooManyConnections refusing = new TooManyConnections();
    private final WireHandler toTrusted = new WireHandler(true);
    private final WireHandler toOthers = new WireHandler(false);

    Pipeline(
            ConnectionLimit connections,
            LimitsProperties limits,
            TrustedProxies proxies,
            EndedConnections ended,
            HitLanes lanes,
            Drain drain) {
        this.connections = connections;
        this.limits = limits;
        this.proxies = proxies;
        this.ended = ended;
        this.lanes = lanes;
        this.drain = drain;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, remote) -> install(channel));
    }

    private void install(Channel channel) {
        ConnectionLimit.Entry entry = connections.enter(channel);
        if (entry != ConnectionLimit.Entry.SERVED) {
            ended.tooMany().increment();
        }
        if (entry == ConnectionLimit.Entry.CLOSED) {
            channel.close();
            return;
        }
        var read = new ReadTimeout(limits.requestTimeout(), ended.slowRequest()::increment);
        var framing = new Framing();
        ChannelPipeline pipeline = channel.pipeline();
        before(NettyPipeline.HttpCodec, pipeline, "sliced-writes", new SlicedWrites());
        before(NettyPipeline.HttpCodec, pipeline, "bytes", read.bytes());
        before(
                NettyPipeline.HttpCodec,
                pipeline,
                "write-timeout",
                new WriteTimeout(limits.writeTimeout(), ended.slowReader()::increment));
        before(NettyPipeline.HttpCodec, pipeline, "framing", framing);
        before(NettyPipeline.HttpTrafficHandler, pipeline, "contents", framing.contents());
        before(NettyPipeline.HttpTrafficHandler, pipeline, "read-timeout", read);
        if (entry == ConnectionLimit.Entry.TOLD) {
            before(NettyPipeline.HttpTrafficHandler, pipeline, "too-many", refusing);
        }
        before(NettyPipeline.HttpTrafficHandler, pipeline, "wire", isTrusted(channel) ? toTrusted : toOthers);
        before(NettyPipeline.HttpTrafficHandler, pipeline, "hit-lane", lanes.lane(drain::isDraining));
        before(NettyPipeline.HttpTrafficHandler, pipeline, "last", new LastRequest());
    }

    private static void before(
            String neighbour, ChannelPipeline pipeline, String name, @Nullable ChannelHandler handler) {
        if (handler != null) {
            pipeline.addBefore(neighbour, "offline-messages." + name, handler);
        }
    }

    /** A channel whose other end has left already may have no address any more. */
    private boolean isTrusted(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer && proxies.include(peer.getAddress());
    }
}
