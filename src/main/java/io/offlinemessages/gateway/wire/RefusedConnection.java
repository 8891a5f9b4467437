package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;

/** The handler of a connection over the limit: answers its first request with 503 and closes it. */
final class RefusedConnection extends ChannelInboundHandlerAdapter {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Refusals refusals;
    private boolean refused;

    RefusedConnection(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && !refused) {
            refused = true;
            refusals.end(context, request, Failure.of(FailureKind.TOO_MANY_CONNECTIONS, SOON), 0);
        }
        ReferenceCountUtil.release(message);
    }
}
