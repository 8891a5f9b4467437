package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;

/**
 * Writes long content slice by slice, as the caller takes it. Netty copies what it is given to direct memory at once, and keeps it
 * there until it is taken; so a few dozen callers who read long messages slowly would use up all that there is.
 */
final class SlicedWrites extends ChunkedWriteHandler {

    /** As much as Netty lets wait on a connection before it calls it not writable. */
    static final int SLICE = 64 * 1024;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean isLong = message instanceof ByteBuf content && content.readableBytes() > SLICE;
        super.write(context, isLong ? new Slices((ByteBuf) message) : message, promise);
    }

    /** The slices of one content, which they share. */
    private static final class Slices implements ChunkedInput<ByteBuf> {

        private final ByteBuf content;
        private final long length;

        Slices(ByteBuf content) {
            this.content = content;
            this.length = content.readableBytes();
        }

        @Override
        public boolean isEndOfInput() {
            return !content.isReadable();
        }

        @Override
        public ByteBuf readChunk(ByteBufAllocator allocator) {
            return content.readRetainedSlice(Math.min(SLICE, content.readableBytes()));
        }

        @Override
        @SuppressWarnings("deprecation") // the method that the interface asks for
        public ByteBuf readChunk(ChannelHandlerContext context) {
            return readChunk(context.alloc());
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public long progress() {
            return length - content.readableBytes();
        }

        @Override
        public void close() {
            content.release();
        }
    }
}
