package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.offlinemessages.gateway.hitlane.HeadMemo;
import io.offlinemessages.gateway.hitlane.HitLane;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Installs all handlers of the gateway's own in each connection of the API, in order; nothing else does. Reads go down this page,
 * writes go up.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class Pipeline implements NettyServerCustomizer {

    private final Port port;
    private final Common common;
    private final RequestHeads ofTrusted;
    private final RequestHeads ofOthers;

    Pipeline(Port port, Common common) {
        this.port = port;
        this.common = common;
        this.ofTrusted = new RequestHeads(true, port.ids().field());
        this.ofOthers = new RequestHeads(false, port.ids().field());
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, remote) -> install(channel));
    }

    void install(Channel channel) {
        // A channel whose other end has left already may have no address any more.
        InetAddress peer = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        boolean trusted = peer != null && common.proxies().include(peer);
        ConnectionLimit.Entry entry = port.connections().enter(channel, trusted ? null : peer);
        if (entry != ConnectionLimit.Entry.SERVED) {
            port.ended().tooMany().add(channel.eventLoop());
        }
        if (entry == ConnectionLimit.Entry.CLOSED) {
            channel.close();
            return;
        }
        var exchange = new Exchange(common.keepAlive().mostRequests());
        SharedMemory memory = port.memory();
        var waiting =
                new WaitingBytes(memory.direct().account(channel), memory.heap().account(channel));
        HeadMemo memo = port.hits() == null || port.memo() == null ? null : new HeadMemo(port.hits(), port.memo());
        var turns = new Turns(
                new Heads(common.heads()),
                exchange,
                waiting,
                memory.heap().account(channel),
                memo == null ? null : new KnownHeads(memo, exchange, port.draining()));
        ChannelPipeline pipeline = channel.pipeline();
        channel.config().setWriteBufferWaterMark(WaitingBytes.WATER_MARK);

        // What waits for the caller, slice by slice: next to the socket, so that all that is written is counted.
        before(NettyPipeline.HttpCodec, pipeline, "waiting-bytes", waiting);
        // A caller that does not take its answers: behind the queue, so that what waits in it counts.
        before(
                NettyPipeline.HttpCodec,
                pipeline,
                "write-timeout",
                new WriteTimeout(common.limits().writeTimeout(), port.ended().slowReader()::increment));
        // One whole head at a time: before the codec, which would take heads that are none, and all that come. It
        // answers the heads
        // that the hit lane has answered before.
        before(NettyPipeline.HttpCodec, pipeline, "turns", turns);
        // -- HttpCodec: Netty's HTTP/1.1 --
        // A request that does not arrive: where the end of each read is seen, and a 408 can be written.
        last(
                pipeline,
                "read-timeout",
                new ReadTimeout(
                        common.limits().requestTimeout(),
                        exchange,
                        turns,
                        port.refusals(),
                        port.ended().slowRequest()::increment));
        if (entry == ConnectionLimit.Entry.TOLD) {
            // One connection too many: before anything is made of its request.
            last(pipeline, "refused-connection", new RefusedConnection(port.refusals()));
        }
        // Rules of RFC 9112, and one spelling of each target: before anybody reads the request.
        last(pipeline, "request-heads", trusted ? ofTrusted : ofOthers);
        // The count of requests and final responses, request ids, and the end of the connection.
        last(
                pipeline,
                "exchanges",
                new Exchanges(exchange, turns, common.keepAlive().field(), port));
        if (port.hits() != null) {
            // Fresh hits: last, because all that stands above holds for them, too.
            last(pipeline, "hit-lane", new HitLane(port.hits(), memo));
        }
        // -- HttpTrafficHandler: Reactor Netty's, and behind it WebFlux --
    }

    private static void before(String neighbour, ChannelPipeline pipeline, String name, ChannelHandler handler) {
        pipeline.addBefore(neighbour, "offline-messages." + name, handler);
    }

    private static void last(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        before(NettyPipeline.HttpTrafficHandler, pipeline, name, handler);
    }

    /** What the pipelines of both ports have in common. */
    record Common(LimitsProperties limits, Heads.Limits heads, KeepAlive keepAlive, TrustedProxies proxies) {}
}
