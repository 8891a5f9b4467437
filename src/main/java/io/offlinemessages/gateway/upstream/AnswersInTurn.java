package io.offlinemessages.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

/**
 * A handler that keeps the responses on a connection in step with its requests. It drops interim responses (RFC 9110 section 15.2),
 * because Reactor Netty takes any but a 100 for the final response, and then the final response for that of the next request. It closes
 * a connection on which octets arrive while no response is due, and keeps a connection with octets behind a response out of the pool.
 * It also knows whether the response to the last request has begun.
 */
final class AnswersInTurn extends ChannelDuplexHandler {

    private static final AttributeKey<AnswersInTurn> OF = AttributeKey.valueOf("offline-messages.answers");

    private boolean awaited;
    private boolean interim;
    private boolean served;
    private boolean begun;
    private @Nullable ByteBuf incoming;

    private AnswersInTurn() {}

    /** Installs the handler around the HTTP/1.1 codec. Without a codec HTTP/2 may be negotiated, whose streams need no such order. */
    static void install(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) == null) {
            return;
        }
        var answers = new AnswersInTurn();
        pipeline.channel().attr(OF).set(answers);
        pipeline.addBefore(NettyPipeline.HttpCodec, "offline-messages.bytes", answers.new Bytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, "offline-messages.answers", answers);
    }

    /**
     * Whether the connection has served a request before the present one, and nothing of the present response has arrived. Such a
     * connection may have been dead before the request was sent (RFC 9112 section 9.3.1), even where the request could not be written.
     */
    static boolean areMissingOnUsed(Channel connection) {
        AnswersInTurn answers = connection.attr(OF).get();
        return answers != null && answers.served && !answers.begun;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise reports to the writer
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            awaited = true;
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        interim |= message instanceof HttpResponse response && isInterim(response);
        boolean last = message instanceof LastHttpContent;
        if (interim) {
            ReferenceCountUtil.release(message);
            if (last) {
                interim = false;
                context.read();
            }
            return;
        }
        if (last) {
            awaited = false;
            served = true;
            begun = false;
        }
        if ((last && isMoreThere()) || isSwitch(message)) {
            Connection.from(context.channel()).markPersistent(false);
        }
        context.fireChannelRead(message);
    }

    private boolean isMoreThere() {
        return incoming != null && incoming.isReadable();
    }

    private static boolean isInterim(HttpResponse response) {
        return response.decoderResult().isSuccess()
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && !isSwitch(response);
    }

    /** Whether the response switches protocols, so that no other response follows it. */
    private static boolean isSwitch(Object message) {
        return message instanceof HttpResponse response
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    /** In front of the codec, which consumes the very buffer that it is given; the rest of the buffer follows the response. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // close needs no follow-up
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!awaited) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            begun = true;
            incoming = (ByteBuf) message;
            context.fireChannelRead(message);
            incoming = null;
        }
    }
}
