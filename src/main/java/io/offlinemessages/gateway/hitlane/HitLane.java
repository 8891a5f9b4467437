package io.offlinemessages.gateway.hitlane;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;

/**
 * The lane of one HTTP/1.1 connection on which fresh hits overtake Reactor Netty's handlers. It gets one request at a time, asks for
 * the next one as soon as it has answered, and passes all others on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
public final class HitLane extends ChannelInboundHandlerAdapter {

    private final FreshHits hits;
    private final ShownCredentials shown = new ShownCredentials();
    private boolean answering;
    private boolean answered;

    /** The lane of one connection. */
    public HitLane(FreshHits hits) {
        this.hits = hits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FullHttpResponse response = message instanceof HttpRequest request ? hits.answer(request, shown) : null;
        if (response != null) {
            answering = true;
            context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else if (answering) {
            // The end of the request that has been answered.
            answering = false;
            answered = true;
            context.read();
        } else {
            context.fireChannelRead(message);
        }
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
