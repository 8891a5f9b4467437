package io.offlinemessages.bench.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** Answers every request with one body, under the header fields that a hit of the gateway has. */
final class FixedAnswer extends ChannelInboundHandlerAdapter {

    private final ByteBuf body;
    private final HttpHeaders headers;
    private final HttpHeaders trailers;

    FixedAnswer(ByteBuf body) {
        this.body = body;
        this.trailers = DefaultHttpHeadersFactory.trailersFactory().withValidation(false).newHeaders();
        this.headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .set("Cache-Status", "offline-messages-gateway; hit; ttl=3600")
                .set("Age", "0")
                .set("Cache-Control", "private, no-cache")
                .set("ETag", "\"0123456789abcdef0123456789abcdef\"")
                .set("Content-Type", "application/json;charset=UTF-8")
                .set("Content-Length", Integer.toString(body.readableBytes()))
                .set("Date", "Thu, 01 Jan 2026 00:00:00 GMT");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof HttpRequest) {
            context.write(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.retainedDuplicate(), headers, trailers),
                    context.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
