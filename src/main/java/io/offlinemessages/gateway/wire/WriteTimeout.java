package io.offlinemessages.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time that a caller may take to receive what waits for it; beyond it the connection is closed. What waits when the time begins
 * must be gone when it ends, so that a caller which takes a byte now and then is not served for ever. It stands before the codec;
 * where the operating system takes everything at once, no timer is set.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class WriteTimeout extends ChannelOutboundHandlerAdapter {

    private final long nanos;
    private final Runnable expired;

    private boolean running;

    /** A deadline for one connection, with what is to be told when it has ended the connection. */
    WriteTimeout(Duration length, Runnable expired) {
        this.nanos = length.toNanos();
        this.expired = expired;
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (!running && isWaiting(context)) {
            begin(context);
        }
    }

    private static boolean isWaiting(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    private void begin(ChannelHandlerContext context) {
        running = true;
        var timer = context.executor().schedule(() -> expire(context), nanos, TimeUnit.NANOSECONDS);
        // Nothing at all, which is written when all that was there before has been.
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            timer.cancel(false);
            // Afterwards, because what has just been written still counts as waiting.
            context.executor().execute(() -> end(context));
        });
    }

    private void end(ChannelHandlerContext context) {
        running = false;
        if (isWaiting(context)) {
            begin(context);
        }
    }

    private void expire(ChannelHandlerContext context) {
        expired.run();
        context.close();
    }
}
