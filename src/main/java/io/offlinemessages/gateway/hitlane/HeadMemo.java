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
 * The memory of the head that one connection has sent last and the lane has answered. A keep-alive client sends the
 * same fields again and again; while it does, its requests are answered without being decoded.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A head is learned only from the lane's own answer to it, with the values that the handlers ahead of the lane
 *       left in it.
 *   <li>A head means the same whenever it recurs on this connection, behind any {@linkplain PlainLine plain} request
 *       line. Everything else, namely users, roles, rates and the cache, is asked at its source for each request, by
 *       the same function that answers the lane. So nothing here ever has to be invalidated.
 *   <li>A head is looked up only between two requests, with no response due, on a connection that stays open. The
 *       caller of {@link #answer} ensures this.
 * </ul>
 *
 * <p>A connection whose heads do not recur stops learning after 16 of them.
 */
public final class HeadMemo {

    /** The longest head that is learned, in octets; small, because each of thousands of connections may keep one. */
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

    public HeadMemo(FreshHits hits, MemoFields fields) {
        this.hits = hits;
        this.fields = fields;
    }

    /**
     * Answers the request that begins at the reader index, and skips its head.
     *
     * @return the octets of the response; null if the head is unknown or the request is no hit
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

    /**
     * Announces the head between these indices, which goes to the codec next. Until {@link #passed}, each answer of the
     * lane is the answer to this head.
     */
    public void passing(ByteBuf octets, int start, int end) {
        if (inVain < MOST_IN_VAIN) {
            passing = octets;
            from = start;
            to = end;
        }
    }

    /** Notes that the codec and all handlers behind it have had the head. */
    public void passed() {
        passing = null;
    }

    /** Learns the head that is passing, because the lane answers its request. */
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
