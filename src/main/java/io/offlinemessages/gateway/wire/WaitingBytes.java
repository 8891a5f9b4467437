package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes to one connection slice by slice, as its caller takes it, and counts what waits. Netty copies what it is given to direct
 * memory at once, and keeps it there until it is taken; so a few dozen callers who read slowly would use up all that there is. Here
 * about one slice of a connection is in direct memory; the rest stays where it is, mostly in the cache.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promises tell whoever wrote
final class WaitingBytes extends ChannelDuplexHandler {

    /** As much as waits in direct memory before no more is written. */
    static final int SLICE = 32 * 1024;

    /** Beyond a slice the channel is not writable; it is again when half of it is taken. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(SLICE / 2, SLICE);

    /** A slice is written while less than one waits. */
    private static final long MOST_WRITTEN = 2L * SLICE;

    private final MemoryShare.Account direct;
    private final MemoryShare.Account heap;
    private final Queue<Write> queue = new ArrayDeque<>(2);
    private long queued;

    /** What waits is counted there: what Netty has copied already, and what it has not. */
    WaitingBytes(MemoryShare.Account direct, MemoryShare.Account heap) {
        this.direct = direct;
        this.heap = heap;
    }

    /** Whether the caller has taken all but a slice, once what can be sent is sent. */
    boolean areNearlyTaken(ChannelHandlerContext context) {
        if (areNearlyTaken(context.channel())) {
            return true;
        }
        context.flush();
        return areNearlyTaken(context.channel());
    }

    private boolean areNearlyTaken(Channel channel) {
        return queue.isEmpty() && channel.isWritable();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var content = (ByteBuf) message;
        if (queue.isEmpty()
                && content.readableBytes() <= SLICE
                && context.channel().isWritable()) {
            context.write(content, promise);
            return;
        }
        queued += content.readableBytes();
        queue.add(new Write(content, promise));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        send(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        send(context);
        context.fireChannelWritabilityChanged();
    }

    private void send(ChannelHandlerContext context) {
        context.flush();
        while (!queue.isEmpty() && context.channel().isWritable()) {
            writeSlice(context, queue.element());
            context.flush();
        }
        count(context.channel());
    }

    private void writeSlice(ChannelHandlerContext context, Write next) {
        int length = Math.min(SLICE, next.content().readableBytes());
        queued -= length;
        if (length == next.content().readableBytes()) {
            queue.remove();
            context.write(next.content(), next.promise());
        } else {
            context.write(next.content().readRetainedSlice(length));
        }
    }

    private void count(Channel channel) {
        ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
        // Netty adds what another thread is about to write, which nobody has copied yet.
        direct.set(written == null ? 0 : Math.min(written.totalPendingWriteBytes(), MOST_WRITTEN));
        heap.set(queued);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        fail();
    }

    private void fail() {
        queued = 0;
        for (Write write = queue.poll(); write != null; write = queue.poll()) {
            write.content().release();
            write.promise().tryFailure(new ClosedChannelException());
        }
        direct.set(0);
        heap.set(0);
    }

    private record Write(ByteBuf content, ChannelPromise promise) {}
}
