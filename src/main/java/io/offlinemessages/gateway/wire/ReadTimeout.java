package io.offlinemessages.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request may take to arrive on one connection, from the first read that does not bring all of it. Beyond it the
 * answer is 408, or the end of the connection where the answer has gone already. While an answer is still due, nobody is to blame:
 * the time begins anew. A connection on which no request has begun is left to the idle timeout.
 *
 * <p>Most requests come in one read, and for them no timer is set.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class ReadTimeout extends ChannelInboundHandlerAdapter {

    private final long nanos;
    private final Exchange exchange;
    private final Turns turns;
    private final Refusals refusals;
    private final Runnable expired;
    private @Nullable Future<?> timer;

    /** The read timeout of one connection, with what is to be told when it has ended the connection. */
    ReadTimeout(Duration length, Exchange exchange, Turns turns, Refusals refusals, Runnable expired) {
        this.nanos = length.toNanos();
        this.exchange = exchange;
        this.turns = turns;
        this.refusals = refusals;
        this.expired = expired;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            // What comes in the same read is another request, with a time of its own.
            cancel();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!turns.isArriving()) {
            cancel();
        } else if (timer == null) {
            begin(context);
        }
        context.fireChannelReadComplete();
    }

    private void begin(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> expire(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void expire(ChannelHandlerContext context) {
        timer = null;
        if (exchange.isDue()) {
            begin(context);
            return;
        }
        expired.run();
        // Nothing is passed on any more, whenever the answer leaves.
        exchange.close();
        if (turns.isAmidContent()) {
            context.close();
            return;
        }
        refusals.end(context, null, Failure.of(FailureKind.REQUEST_TIMEOUT), nanos);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }
}
