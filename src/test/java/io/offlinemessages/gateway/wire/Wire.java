package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.offlinemessages.gateway.hitlane.FreshHits;
import io.offlinemessages.gateway.hitlane.MemoFields;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * A connection in memory with the whole pipeline on it. Behind the pipeline stands a handler that takes requests,
 * answers when a test says so, and then requests the next one, as Reactor Netty does.
 */
@SuppressWarnings("FutureReturnValueIgnored") // embedded channels act at once
final class Wire implements AutoCloseable {

    static final int SECONDS = 10;
    static final String WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    final MeterRegistry meters = new SimpleMeterRegistry();
    final AtomicBoolean draining = new AtomicBoolean();
    final EmbeddedChannel channel;
    private final List<String> requests = new ArrayList<>();
    private final List<HttpRequest> heads = new ArrayList<>();

    Wire() {
        this(Connections.PLENTY, -1, new ChannelInboundHandlerAdapter());
    }

    Wire(Connections connections, int mostRequests, ChannelHandler socket) {
        this(connections, mostRequests, socket, null);
    }

    /** A connection with a hit lane. */
    Wire(int mostRequests, FreshHits hits) {
        this(Connections.PLENTY, mostRequests, new ChannelInboundHandlerAdapter(), hits);
    }

    private Wire(Connections connections, int mostRequests, ChannelHandler socket, @Nullable FreshHits hits) {
        channel = new EmbeddedChannel(socket);
        channel.freezeTime();
        channel.pipeline()
                .addLast(NettyPipeline.HttpCodec, new HttpServerCodec())
                .addLast(NettyPipeline.HttpTrafficHandler, new Behind());
        pipeline(connections, mostRequests, hits).install(channel);
    }

    private Pipeline pipeline(Connections connections, int mostRequests, @Nullable FreshHits hits) {
        var limits = new LimitsProperties(
                0, 20, 60, 100, connections.most, null, Duration.ofSeconds(SECONDS), Duration.ofSeconds(SECONDS));
        EndedConnections ended = EndedConnections.in(meters, "");
        var ids = new RequestIds("X-Request-Id");
        var limit = new ConnectionLimit(connections.most, connections.most);
        for (int i = 0; i < connections.others; i++) {
            limit.enter(new EmbeddedChannel(), null);
        }
        var keepAlive = new KeepAlive(Duration.ofSeconds(75), mostRequests);
        var port = new Port(
                limit,
                SharedMemory.ofApi(1, Ticker.systemTicker(), ended.memory()),
                ended,
                ids,
                new Refusals(null, ids),
                hits,
                MemoFields.of(keepAlive.field(), ids.field()),
                false,
                draining::get);
        return new Pipeline(
                port,
                new Pipeline.Common(limits, new Heads.Limits(4_096, 8_192), keepAlive, new TrustedProxies(List.of())));
    }

    /** The limit on connections, and the number of those that are already open. */
    enum Connections {
        PLENTY(10, 0),
        ONE_TOO_MANY(1, 1),
        FAR_TOO_MANY(1, 100);

        private final int most;
        private final int others;

        Connections(int most, int others) {
            this.most = most;
            this.others = others;
        }
    }

    /** Delivers the octets as one read of the socket. */
    void read(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
    }

    /** The requests that have come through since the last call. */
    List<String> requests() {
        List<String> come = List.copyOf(requests);
        requests.clear();
        return come;
    }

    /** The last head that has come through. */
    HttpRequest head() {
        return heads.get(heads.size() - 1);
    }

    /** Answers the request that has come through, and requests the next one. */
    void answer(String body) {
        answer(response(body));
    }

    void answer(Object... parts) {
        ChannelHandlerContext behind = channel.pipeline().context(NettyPipeline.HttpTrafficHandler);
        for (Object part : parts) {
            behind.writeAndFlush(part);
        }
        behind.read();
    }

    static FullHttpResponse response(String body) {
        ByteBuf content = Unpooled.copiedBuffer(body, ISO_8859_1);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        return response;
    }

    /** The octets that have been written to the socket since the last call. */
    String written() {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(ISO_8859_1));
            part.release();
        }
        return text.toString();
    }

    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    boolean hasTimer() {
        return channel.runScheduledPendingTasks() >= 0;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    double ended(String limit) {
        return meters.get("gateway.connections.ended")
                .tag("limit", limit)
                .counter()
                .count();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    private final class Behind extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                heads.add(request);
                requests.add(request.method() + " " + request.uri());
            } else if (!(message instanceof LastHttpContent last)
                    || last.content().isReadable()) {
                requests.add("content");
            }
            ReferenceCountUtil.release(message);
        }
    }
}
