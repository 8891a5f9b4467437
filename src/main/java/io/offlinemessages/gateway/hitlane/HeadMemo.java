package io.offlinemessages.gateway.hitlane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.offlinemessages.gateway.access.ShownCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The head that one connection has sent last, and that the lane has answered. Keep-alive clients send the same fields again and again;
 * where they do, nothing of them need be decoded anew.
 *
 * <p>Its invariants:
 *
 * <ul>
 *   <li>A head is learned only from the lane's own answer to it, with the meaning that all handlers before the lane gave it.
 *   <li>It means the same whenever it comes again on this connection, after any {@linkplain PlainLine plain} request line: what
 *       depends on anything else is asked at its source each time, by the same function that answers the lane: users, roles, rates,
 *       the cache. So nothing here ever has to be made invalid.
 *   <li>It is asked only at the boundary between two requests, with no answer due, on a connection that stays open. The caller of
 *       {@link #answer} sees to that.
 * </ul>
 *
 * <p>A connection that never sends the same head twice pays for a few heads in vain, and then no more.
 */
public final class HeadMemo {

    /** So that thousands of connections keep little. */
    private static final int MOST_OCTETS = 1024;

    private static final int MOST_IN_VAIN = 16;

    private final FreshHits hits;
    private final MemoFields fields;
    private @Nullable LearnedHead learned;
    private boolean cameAgain = true;
    private int inVain;

    private @Nullable ByteBuf passing;
    private int from;
    private int to;

    /** The memo of one connection. */
    public HeadMemo(FreshHits hits, MemoFields fields) {
        this.hits = hits;
        this.fields = fields;
    }

    /**
     * The octets of the response to the request that these octets begin with, which are then read past its head; null where the head
     * is not known, or anything else than a hit is due.
     */
    public @Nullable ByteBuf answer(ByteBuf octets, ByteBufAllocator allocator) {
        LearnedHead head = learned;
        int begin = octets.readerIndex();
        PlainLine line = head == null ? null : PlainLine.read(octets, begin);
        if (head == null || line == null || !head.block().isAt(octets, begin + line.length())) {
            return null;
        }
        cameAgain = true;
        inVain = 0;
        var request = new KnownRequest(head, line, octets, begin);
        ByteBuf response = hits.answer(request, fields.last(), allocator);
        if (response != null) {
            octets.skipBytes(request.length());
        }
        return response;
    }

    /** The head between these places goes to the codec; until {@link #passed} whatever the lane answers is the answer to it. */
    public void passing(ByteBuf octets, int start, int end) {
        if (inVain < MOST_IN_VAIN) {
            passing = octets;
            from = start;
            to = end;
        }
    }

    /** The codec and all behind it have had the head. */
    public void passed() {
        passing = null;
    }

    /** The lane answers this request: learns the head that is passing. */
    void learn(HttpRequest request) {
        ByteBuf octets = passing;
        PlainLine line = octets == null ? null : PlainLine.read(octets, from);
        if (octets == null || line == null || to - from - line.length() > MOST_OCTETS) {
            return;
        }
        byte[] copy = ByteBufUtil.getBytes(octets, from + line.length(), to - from - line.length());
        HeadBlock block = HeadBlock.of(copy, fields.varying());
        if (block == null) {
            return;
        }
        HttpHeaders headers = request.headers();
        learned = new LearnedHead(
                block,
                headers.getAll(HttpHeaderNames.AUTHORIZATION),
                headers.getAll(HttpHeaderNames.ACCEPT),
                new ShownCredentials());
        inVain += cameAgain ? 0 : 1;
        cameAgain = false;
    }
}
