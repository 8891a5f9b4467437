package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpConstants;
import org.jspecify.annotations.Nullable;

/**
 * The framing handler of one connection: passes whole request heads on to the codec, one at a time, each when it has
 * its turn.
 */
final class Turns extends ChannelDuplexHandler {

    /*
     * Netty's codec decodes all octets that the socket delivers. With a pipelining client each handler behind it would
     * need a rule of its own for several requests at once: which response closes the connection, whose timer runs,
     * which request the hit lane may answer. This handler holds the octets back instead, so that all handlers behind it
     * see one request at a time.
     *
     * Mechanism
     *
     * Reactor Netty and HitLane request the next head by a read() when they have finished a request. A head has its
     * turn (isTurn) when a read has been requested, no response is due, and the socket has taken all but one slice of
     * the responses before it. If the connection has sent the same head before, KnownHeads answers it; otherwise Heads
     * finds its end, and the codec gets it. Octets whose turn has not come are copied to the heap (kept) and counted in
     * the connection's memory account; the socket is not read until they have had their turn. A partial head is kept
     * and counted likewise, and read on.
     *
     * Exchanges reports the content length of a request while its head is passed on (expectContent). Content is passed
     * on at once, because Exchanges drops it; only the management port's handlers read it.
     *
     * Invariants
     *
     * - At most one response is due, so responses leave in the order of their requests.
     * - A client occupies at most one read of its own octets and one response.
     * - The codec gets whole heads, with two exceptions that it refuses itself: a head over a limit (414 or 431), and
     *   in place of a head that RFC 9112 forbids a line that ends in a bare LF (400).
     * - Content lengths come from the codec alone, so there is no second opinion on where a request ends.
     * - No octet behind the last request of a connection is passed on.
     * - Heads scans each octet of a head once: scanned counts the octets of an incomplete head that it has seen.
     * - A handler that answers and calls read() while pass() runs does not re-enter it: passing is set, and the loop
     *   goes on with the next head.
     *
     * Source: RFC 9112 sections 2.2 to 6.3 for framing, section 9.3.2 for pipelining; the decisions framing.md and
     * one-request-at-a-time.md.
     */

    private final Heads heads;
    private final Exchange exchange;
    private final WaitingBytes answers;
    private final MemoryShare.Account account;
    private final @Nullable KnownHeads known;
    private @Nullable ByteBuf kept;
    private int scanned;
    private long contentDue;
    /** True at first, because Reactor Netty requests the first read as soon as the connection is open. */
    private boolean asked = true;

    private boolean passing;
    /** Whether octets have been passed on since the last end of a read. */
    private boolean passedOn;

    private boolean ended;

    /**
     * The handler of one connection.
     *
     * @param answers the queue of responses, which knows how much of them the socket has taken
     * @param account counts the octets that are kept
     * @param known answers heads that are known already; null if the codec gets all heads
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

    /** Sets the number of octets of content that the request just passed on has ahead of the next head. */
    void expectContent(long octets) {
        contentDue = octets;
    }

    /** Whether a request has arrived in part: octets of its head, or its head without all of its content. */
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
            // The loop in pass() goes on with the octets that have already arrived.
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
        // If all requests of this read were answered here, the handlers behind have seen none of it and need not learn
        // of its end.
        boolean areAllAnswered = known != null && known.flush(context) && scanned == 0 && !passedOn;
        passedOn = false;
        if (!areAllAnswered) {
            context.fireChannelReadComplete();
        }
        // This handler alone reads on for the rest of a head, and after responses that it has written ahead of the
        // codec.
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

    /** Passes on the heads and the content that have their turn, and keeps the rest. */
    @SuppressWarnings("ReferenceEquality") // whether it is the kept buffer itself
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
            // Reactor Netty switches auto-read on with each request; the socket would then be read without a read().
            context.channel().config().setAutoRead(false);
        }
        account.set(kept == null ? 0 : kept.capacity());
    }

    private static ByteBuf onHeap(ByteBuf octets) {
        ByteBuf copy = Unpooled.buffer(octets.readableBytes()).writeBytes(octets);
        octets.release();
        return copy;
    }

    /**
     * Passes on or answers the next head or part of content. Returns false if the rest has to wait or has been
     * discarded.
     */
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
        // Heads has scanned none of this head, so it can be skipped without confusing Heads.
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
