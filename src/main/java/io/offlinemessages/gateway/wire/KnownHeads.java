package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.offlinemessages.gateway.hitlane.HeadMemo;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Answers requests of one connection from its head memo, where their turn is and before the codec sees them. The response that closes
 * the connection is never among these: it is the business of {@link Exchanges}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class KnownHeads {

    private final HeadMemo memo;
    private final Exchange exchange;
    private final BooleanSupplier draining;
    private @Nullable ChannelHandlerContext idle;
    private boolean written;

    /** The known heads of one connection. */
    KnownHeads(HeadMemo memo, Exchange exchange, BooleanSupplier draining) {
        this.memo = memo;
        this.exchange = exchange;
        this.draining = draining;
    }

    /** Writes the answer to the request that the octets begin with, and reads past it; false where the codec must have it. */
    boolean answers(ChannelHandlerContext context, ByteBuf octets) {
        if (exchange.isNextLast() || draining.getAsBoolean()) {
            return false;
        }
        ByteBuf response = memo.answer(octets, context.alloc());
        if (response == null) {
            return false;
        }
        exchange.answered();
        written = true;
        context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        return true;
    }

    /** Gives the codec a head, which stands there in these octets. */
    void passOn(ChannelHandlerContext context, ByteBuf octets, int begin, ByteBuf head) {
        memo.passing(octets, begin, begin + head.readableBytes());
        context.fireChannelRead(head);
        memo.passed();
    }

    /** Sends all answers of one read at once; false where there are none. */
    boolean flush(ChannelHandlerContext context) {
        if (!written) {
            return false;
        }
        written = false;
        context.flush();
        // It stands behind the codec, and has seen none of these requests.
        if (idle == null || idle.isRemoved()) {
            idle = context.pipeline().context(NettyPipeline.IdleTimeoutHandler);
        }
        if (idle != null) {
            ((IdleStateHandler) idle.handler()).resetReadTimeout();
        }
        return true;
    }
}
