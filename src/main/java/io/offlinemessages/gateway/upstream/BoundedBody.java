package io.offlinemessages.gateway.upstream;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** A body that is read whole, up to a limit in bytes. */
final class BoundedBody {

    private static final int FIRST_CAPACITY = 4096;

    private final int limit;
    private final ByteArrayOutputStream bytes;

    BoundedBody(long announced, int limit) throws TooLarge {
        if (announced > limit) {
            throw new TooLarge();
        }
        this.limit = limit;
        this.bytes = new ByteArrayOutputStream(announced > 0 ? (int) announced : Math.min(limit, FIRST_CAPACITY));
    }

    void append(ByteBuf part) throws TooLarge, IOException {
        if (part.readableBytes() > limit - bytes.size()) {
            throw new TooLarge();
        }
        part.readBytes(bytes, part.readableBytes());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** Decodes gzip; the limit holds for the decoded size, so that a small body cannot grow without bound. */
    static byte[] gunzip(byte[] encoded, int limit) throws TooLarge, IOException {
        try (var decoded = new GZIPInputStream(new ByteArrayInputStream(encoded))) {
            byte[] body = decoded.readNBytes(limit + 1);
            if (body.length > limit) {
                throw new TooLarge();
            }
            return body;
        }
    }

    /** A body beyond the limit. */
    static final class TooLarge extends Exception {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the body is over the limit", null, false, false);
        }
    }
}
