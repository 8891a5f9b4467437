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
 * Gives each request on a connection its own answer, and never what an earlier one left behind. Interim answers (RFC 9110 section
 * 15.2) are dropped: Reactor Netty takes all but a 100 for the answer, and so the answer for that of the next request. A connection
 * on which more has come than an answer is not used again. It also knows how far the answer to the last request has come.
 */
final class AnswersInTurn extends ChannelDuplexHandler {

    private static final AttributeKey<AnswersInTurn> OF = AttributeKey.valueOf("offline-messages.answers");

    private boolean awaited;
    private boolean interim;
    private boolean served;
    private boolean begun;
    private @Nullable ByteBuf incoming;

    private AnswersInTurn() {}

    /** Puts itself around the codec; where HTTP/2 may be negotiated there is none yet, and streams need no turns. */
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
     * Whether the connection had served a request before the present one, of whose answer nothing has come. It may have been dead
     * before the request was sent (RFC 9112 section 9.3.1), also where the request could not even be written.
     */
    static boolean areMissingOnUsed(Channel connection) {
        AnswersInTurn answers = connection.attr(OF).get();
        return answers != null && answers.served && !answers.begun;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
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

    /** Whether the connection speaks another protocol from here on, so that there is no other answer. */
    private static boolean isSwitch(Object message) {
        return message instanceof HttpResponse response
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    /** Stands in front of the codec, which reads from the very buffer that it is given. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end
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
