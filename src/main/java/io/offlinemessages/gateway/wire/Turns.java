package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpConstants;
import org.jspecify.annotations.Nullable;

/**
 * Gives the codec of one connection one request head at a time, whole, and the next one only when it is its turn.
 *
 * <p>Whoever answers requests asks for the next by a read, once all of its own work is done. A head is passed on when somebody has
 * asked, no answer is due, and the caller has taken nearly all that was written to it. What has come too early is kept here, copied
 * to the heap and counted, and nothing more is read until it has had its turn. So a pipelined request never meets the one before it,
 * and what a caller makes wait is one read of its own and one answer.
 *
 * <p>An octet of content is passed on at once, because everybody behind the codec drops it. In the place of a refused head the codec
 * gets a line that it refuses, so that the answer is 400, and the last one.
 */
final class Turns extends ChannelDuplexHandler {

    private final Heads heads;
    private final Exchange exchange;
    private final WaitingBytes answers;
    private final MemoryShare.Account account;
    private final @Nullable KnownHeads known;
    private @Nullable ByteBuf kept;
    private int scanned;
    private long contentDue;
    /** At first, because Reactor Netty asks as soon as the connection is there. */
    private boolean asked = true;

    private boolean passing;
    /** Since the end of the last read that the codec has been told of. */
    private boolean passedOn;

    private boolean ended;

    /**
     * The turns of one connection, whose answers wait there, and whose octets are counted there while they are kept.
     *
     * @param known answers heads that are known already; null where the codec gets all
     */
    Turns(
            Heads heads,
            Exchange exchange,
            WaitingBytes answers,
            MemoryShare.Account account,
            @Nullable KnownHeads known) {
        this.heads = heads;
        this.exchange = exchange;
        this.answers = answers;
        this.account = account;
        this.known = known;
    }

    /** The request that has just been passed on has so much content, which comes before the next head. */
    void expectContent(long octets) {
        contentDue = octets;
    }

    /** Whether a request has come in part: some of its head, or not all of its content. */
    boolean isArriving() {
        return scanned > 0 || isAmidContent();
    }

    boolean isAmidContent() {
        return contentDue > 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var octets = (ByteBuf) message;
        if (kept != null) {
            kept.writeBytes(octets);
            octets.release();
            octets = kept;
        }
        pass(context, octets);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        asked |= !exchange.isDue();
        if (passing) {
            // What is here already comes first.
            return;
        }
        if (kept == null) {
            context.read();
        } else {
            passKept(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        passKept(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Then the handlers behind have seen nothing of this read, and need not hear of its end.
        boolean areAllAnswered = known != null && known.flush(context) && scanned == 0 && !passedOn;
        passedOn = false;
        if (!areAllAnswered) {
            context.fireChannelReadComplete();
        }
        // Nobody else asks for the rest of a head, nor for what follows an answer that nobody behind the codec has
        // written.
        if (kept == null ? asked : scanned > 0) {
            context.read();
        }
    }

    private void passKept(ChannelHandlerContext context) {
        if (!passing && kept != null && isTurn(context)) {
            pass(context, kept);
            channelReadComplete(context);
        }
    }

    /** Passes on what has its turn, and keeps the rest. */
    @SuppressWarnings("ReferenceEquality") // the buffer that is kept, or another
    private void pass(ChannelHandlerContext context, ByteBuf octets) {
        boolean isKept = octets == kept;
        kept = null;
        passing = true;
        while (octets.isReadable() && passNext(context, octets)) {}
        passing = false;
        if (ended || !octets.isReadable()) {
            octets.release();
        } else {
            kept = isKept ? octets : onHeap(octets);
            // Reactor Netty switches it on with each request; then the socket would be read whether or not anybody
            // asks.
            context.channel().config().setAutoRead(false);
        }
        account.set(kept == null ? 0 : kept.capacity());
    }

    private static ByteBuf onHeap(ByteBuf octets) {
        ByteBuf copy = Unpooled.buffer(octets.readableBytes()).writeBytes(octets);
        octets.release();
        return copy;
    }

    /** Whether something was passed on. */
    private boolean passNext(ChannelHandlerContext context, ByteBuf octets) {
        if (exchange.isLast() && !exchange.isDue()) {
            octets.skipBytes(octets.readableBytes());
            return false;
        }
        if (contentDue > 0) {
            int length = (int) Math.min(contentDue, octets.readableBytes());
            contentDue -= length;
            passedOn = true;
            context.fireChannelRead(octets.readRetainedSlice(length));
            return true;
        }
        if (!isTurn(context)) {
            return false;
        }
        // Nothing of it has been seen before: it begins right here.
        if (known != null && scanned == 0 && known.answers(context, octets)) {
            return true;
        }
        int end = heads.end(octets, scanned);
        if (heads.isRefused()) {
            octets.skipBytes(octets.readableBytes());
            ByteBuf refused = Unpooled.wrappedBuffer(new byte[] {'x', HttpConstants.LF});
            passOn(context, refused, refused.writerIndex());
            refused.release();
            return false;
        }
        boolean isTooLong = end < 0 && heads.isTooLong(octets.readableBytes());
        if (end < 0 && !isTooLong) {
            scanned = octets.readableBytes();
            return false;
        }
        passOn(context, octets, isTooLong ? octets.writerIndex() : end);
        return true;
    }

    private void passOn(ChannelHandlerContext context, ByteBuf octets, int end) {
        scanned = 0;
        asked = false;
        passedOn = true;
        int begin = octets.readerIndex();
        ByteBuf head = octets.readRetainedSlice(end - begin);
        if (known == null) {
            context.fireChannelRead(head);
        } else {
            known.passOn(context, octets, begin, head);
        }
    }

    private boolean isTurn(ChannelHandlerContext context) {
        return asked && !exchange.isDue() && answers.areNearlyTaken(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        ended = true;
        if (kept != null) {
            kept.release();
            kept = null;
        }
        account.set(0);
    }
}
