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
 * The request timeout of one connection: the time within which a request must arrive, from the first read that leaves
 * it incomplete. On expiry the client gets a 408; if the response has already been written, the connection is closed
 * without another. The timer restarts while a response is pending. A connection on which no request has begun is left
 * to the idle timeout.
 *
 * <p>Most requests arrive in one read, and no timer is set for them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // no code waits for the end of a connection
final class ReadTimeout extends ChannelInboundHandlerAdapter {

    private final long nanos;
    private final Exchange exchange;
    private final Turns turns;
    private final Refusals refusals;
    private final Runnable expired;
    private @Nullable Future<?> timer;

    /**
     * The timeout of one connection.
     *
     * @param length how long a request may take to arrive
     * @param expired is called when the timeout ends the connection
     */
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
            // The rest of this read belongs to the next request, which has a timer of its own.
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
        // From now on Turns discards all octets, even while the response is still being written.
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
