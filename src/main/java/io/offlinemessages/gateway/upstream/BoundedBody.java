package io.offlinemessages.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Arrays;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;

/**
 * A body read whole, up to a limit in bytes. Its array grows with the octets that arrive; the announced length is not trusted and only
 * bounds the growth.
 */
final class BoundedBody {

    private static final int FIRST_CAPACITY = 4096;

    private final int limit;
    private final long expected;
    private byte[] bytes;
    private int length;

    /**
     * A body of the announced length; 0 for none.
     *
     * @throws TooLarge if the announced length exceeds the limit
     */
    BoundedBody(long announced, int limit) throws TooLarge {
        if (announced > limit) {
            throw new TooLarge();
        }
        this.limit = limit;
        this.expected = announced > 0 ? announced : limit;
        this.bytes = new byte[0];
    }

    /** Reads the whole body of a response; signals {@link TooLarge} over the limit. */
    static Mono<byte[]> read(HttpClientResponse head, ByteBufFlux parts, int limit) {
        try {
            long announced = head.responseHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            var body = new BoundedBody(announced, limit);
            return parts.doOnNext(body::take).then(Mono.fromSupplier(body::bytes));
        } catch (TooLarge e) {
            return Mono.error(e);
        }
    }

    private void take(ByteBuf part) {
        try {
            append(part);
        } catch (TooLarge e) {
            throw Exceptions.propagate(e);
        }
    }

    void append(ByteBuf part) throws TooLarge {
        int more = part.readableBytes();
        makeRoom(more);
        part.readBytes(bytes, length, more);
        length += more;
    }

    void append(byte[] part, int more) throws TooLarge {
        makeRoom(more);
        System.arraycopy(part, 0, bytes, length, more);
        length += more;
    }

    private void makeRoom(int more) throws TooLarge {
        if (more > limit - length) {
            throw new TooLarge();
        }
        if (more > bytes.length - length) {
            // The codec passes parts of at most 8 KB, so a body of two parts is copied once.
            long doubled = Math.max(FIRST_CAPACITY, 2L * (length + more));
            bytes = Arrays.copyOf(bytes, (int) Math.max(Math.min(expected, doubled), length + more));
        }
    }

    /** The bytes so far; the last call on this body. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** A body over the limit; without a stack trace. */
    static final class TooLarge extends Exception {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the body is over the limit", null, false, false);
        }
    }
}
