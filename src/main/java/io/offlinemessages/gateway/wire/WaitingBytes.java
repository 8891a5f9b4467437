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
 * The outbound queue of one connection: writes responses slice by slice as the socket takes them, and counts the bytes
 * that wait. Netty copies each buffer to direct memory as soon as it is written, and holds it there until the socket
 * takes it; a few dozen slow readers would use up all direct memory. With this queue about one slice of each connection
 * is in direct memory; the rest stays in its own array, mostly in the cache.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promises report to the writers
final class WaitingBytes extends ChannelDuplexHandler {

    /** The size of a slice in bytes, and the number of waiting bytes above which the channel is not writable. */
    static final int SLICE = 32 * 1024;

    /** Above one slice the channel becomes unwritable; below half a slice it becomes writable again. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(SLICE / 2, SLICE);

    /** The most bytes that can wait in direct memory: a slice is written while less than one waits. */
    private static final long MOST_WRITTEN = 2L * SLICE;

    private final MemoryShare.Account direct;
    private final MemoryShare.Account heap;
    private final Queue<Write> queue = new ArrayDeque<>(2);
    private long queued;

    /**
     * The queue of one connection.
     *
     * @param direct counts the bytes that Netty has already copied
     * @param heap counts the bytes in this queue
     */
    WaitingBytes(MemoryShare.Account direct, MemoryShare.Account heap) {
        this.direct = direct;
        this.heap = heap;
    }

    /** Whether the socket has taken all but one slice, if need be after a flush. */
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
        // Netty's figure includes writes that another thread has submitted and that are not yet copied.
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
