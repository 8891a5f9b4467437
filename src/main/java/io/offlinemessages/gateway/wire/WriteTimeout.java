package io.offlinemessages.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The write timeout of one connection: the time within which the client must receive the bytes that wait for it; on
 * expiry the connection is closed. All bytes that wait when the timer starts must be gone when it ends, so that a
 * client which takes a byte now and then is not served for ever. The handler stands ahead of the codec. While the
 * socket takes every write at once, no timer is set.
 */
@SuppressWarnings("FutureReturnValueIgnored") // no code waits for the end of a connection
final class WriteTimeout extends ChannelOutboundHandlerAdapter {

    private final long nanos;
    private final Runnable expired;

    private boolean running;

    /**
     * The timeout of one connection.
     *
     * @param length how long the client may take to receive the waiting bytes
     * @param expired is called when the timeout ends the connection
     */
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
        // An empty buffer: its promise completes once everything queued before it has been flushed.
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            timer.cancel(false);
            // In a task of its own, because the bytes just flushed still count as waiting while the promise completes.
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
