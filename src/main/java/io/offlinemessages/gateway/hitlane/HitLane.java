package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The lane of one HTTP/1.1 connection on which fresh hits overtake Reactor Netty's handlers. It gets one request at a time, asks for
 * the next one as soon as it has answered, and passes all others on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
public final class HitLane extends ChannelInboundHandlerAdapter {

    private final FreshHits hits;
    private final @Nullable HeadMemo memo;
    private final ShownCredentials shown = new ShownCredentials();
    private boolean answering;
    private boolean answered;

    /**
     * The lane of one connection.
     *
     * @param memo learns the heads that are answered here; null where there is none
     */
    public HitLane(FreshHits hits, @Nullable HeadMemo memo) {
        this.hits = hits;
        this.memo = memo;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && answer(context, request)) {
            answering = true;
        } else if (answering) {
            // The end of the request that has been answered.
            answering = false;
            answered = true;
            context.read();
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean answer(ChannelHandlerContext context, HttpRequest request) {
        FullHttpResponse response = hits.answer(request, shown);
        if (response == null) {
            return false;
        }
        if (memo != null) {
            memo.learn(request);
        }
        context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answered) {
            answered = false;
            context.flush();
        }
        context.fireChannelReadComplete();
    }
}
