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
 * The gateway's own handlers of one port, installed in each connection in the order of this page; no other class
 * installs any. Reads pass them from top to bottom, writes from bottom to top.
 */
@SuppressWarnings("FutureReturnValueIgnored") // no code waits for the end of a connection
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
        // A channel whose client has already disconnected may have no address.
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

        // Writes responses slice by slice, and counts every byte. Outermost, so a write promise completes only when the
        // last slice is written.
        before(NettyPipeline.HttpCodec, pipeline, "waiting-bytes", waiting);
        // Closes the connection of a slow reader. Behind the queue, so that queued bytes count as waiting.
        before(
                NettyPipeline.HttpCodec,
                pipeline,
                "write-timeout",
                new WriteTimeout(common.limits().writeTimeout(), port.ended().slowReader()::increment));
        // Passes on one whole request head at a time, and answers heads that the hit lane has answered before. Ahead of
        // the codec, which accepts heads that RFC 9112 forbids, and decodes all pipelined requests at once.
        before(NettyPipeline.HttpCodec, pipeline, "turns", turns);
        // -- HttpCodec: Netty's HTTP/1.1 codec --
        // Answers a slow request with 408. Behind the codec, where the end of each read is seen and a response can be
        // written.
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
            // Answers 503 on a connection over the limit, before its request is interpreted.
            last(pipeline, "refused-connection", new RefusedConnection(port.refusals()));
        }
        // Checks RFC 9112 and normalises the target, before any other handler reads the request.
        last(pipeline, "request-heads", trusted ? ofTrusted : ofOthers);
        // Counts requests and final responses, sets request ids, and closes the connection.
        last(
                pipeline,
                "exchanges",
                new Exchanges(exchange, turns, common.keepAlive().field(), port));
        if (port.hits() != null) {
            // Answers fresh hits. Innermost, because the rules of all handlers above apply to hits, too.
            last(pipeline, "hit-lane", new HitLane(port.hits(), memo));
        }
        // -- HttpTrafficHandler: Reactor Netty's, and WebFlux behind it --
    }

    private static void before(String neighbour, ChannelPipeline pipeline, String name, ChannelHandler handler) {
        pipeline.addBefore(neighbour, "offline-messages." + name, handler);
    }

    private static void last(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        before(NettyPipeline.HttpTrafficHandler, pipeline, name, handler);
    }

    /** The settings that the pipelines of both ports share. */
    record Common(LimitsProperties limits, Heads.Limits heads, KeepAlive keepAlive, TrustedProxies proxies) {}
}
