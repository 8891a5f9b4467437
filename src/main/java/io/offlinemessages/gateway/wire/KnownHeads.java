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
 * The link between one connection and its head memo: answers requests from the memo, each in its turn and ahead of the
 * codec. A response that closes the connection is left to {@link Exchanges}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
final class KnownHeads {

    private final HeadMemo memo;
    private final Exchange exchange;
    private final BooleanSupplier draining;
    private @Nullable ChannelHandlerContext idle;
    private boolean written;

    KnownHeads(HeadMemo memo, Exchange exchange, BooleanSupplier draining) {
        this.memo = memo;
        this.exchange = exchange;
        this.draining = draining;
    }

    /**
     * Answers the request that begins at the reader index, and skips its head.
     *
     * @return whether it was answered; if not, the head goes to the codec
     */
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

    /**
     * Passes a head on to the codec, and lets the memo learn it if the hit lane answers it.
     *
     * @param octets the buffer in which the head stands
     * @param begin the index at which it begins
     */
    void passOn(ChannelHandlerContext context, ByteBuf octets, int begin, ByteBuf head) {
        memo.passing(octets, begin, begin + head.readableBytes());
        context.fireChannelRead(head);
        memo.passed();
    }

    /**
     * Flushes the responses of one read together.
     *
     * @return whether there were any
     */
    boolean flush(ChannelHandlerContext context) {
        if (!written) {
            return false;
        }
        written = false;
        context.flush();
        // The idle timeout stands behind the codec and has seen none of these requests.
        if (idle == null || idle.isRemoved()) {
            idle = context.pipeline().context(NettyPipeline.IdleTimeoutHandler);
        }
        if (idle != null) {
            ((IdleStateHandler) idle.handler()).resetReadTimeout();
        }
        return true;
    }
}
