package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;

/** Answers the first request of a connection that is one too many with 503, and closes it; stands behind the codec. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class TooManyConnections extends ChannelInboundHandlerAdapter {

    private static final Duration SOON = Duration.ofSeconds(1);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            context.writeAndFlush(Refusal.of(Failure.of(FailureKind.TOO_MANY_CONNECTIONS, SOON)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
        ReferenceCountUtil.release(message);
    }
}
