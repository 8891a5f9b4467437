package io.offlinemessages.gateway.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A decoder of gzip (RFC 1952): one or more members; octets behind the last are ignored. The JDK's stream recurses for each further
 * member, so some thousand empty ones overflow its stack.
 */
final class Gzip {

    /** ID1, ID2 and CM 8, deflate, the only compression method. */
    private static final int MAGIC = 0x088B1F;

    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final ByteBuffer encoded;
    private final BoundedBody decoded;
    private final byte[] part = new byte[8192];

    private Gzip(byte[] encoded, int limit) throws BoundedBody.TooLarge {
        this.encoded = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        this.decoded = new BoundedBody(0, limit);
    }

    /**
     * Decodes the body. The limit applies to the decoded bytes, so a small body cannot expand without bound.
     *
     * @throws BoundedBody.TooLarge if the decoded bytes exceed the limit
     * @throws IOException if the body is malformed
     */
    static byte[] decode(byte[] encoded, int limit) throws BoundedBody.TooLarge, IOException {
        var gzip = new Gzip(encoded, limit);
        var inflater = new Inflater(true);
        try {
            do {
                gzip.member(inflater);
            } while (gzip.isMember());
            return gzip.decoded.bytes();
        } catch (DataFormatException | RuntimeException e) {
            throw new IOException("the body is not gzip", e);
        } finally {
            inflater.end();
        }
    }

    private boolean isMember() {
        return encoded.remaining() >= HEADER && (encoded.getInt(encoded.position()) & 0xFFFFFF) == MAGIC;
    }

    /** Decodes one member. Where it is truncated, a read beyond the buffer throws a runtime exception. */
    private void member(Inflater inflater) throws BoundedBody.TooLarge, IOException, DataFormatException {
        if (!isMember()) {
            throw new IOException("the body is not gzip");
        }
        skipHeader();
        inflater.reset();
        inflater.setInput(encoded.array(), encoded.position(), encoded.remaining());
        var checksum = new CRC32();
        while (!inflater.finished()) {
            int length = inflater.inflate(part);
            if (length == 0 && !inflater.finished()) {
                throw new IOException("the gzip body is truncated");
            }
            checksum.update(part, 0, length);
            decoded.append(part, length);
        }
        encoded.position(encoded.limit() - inflater.getRemaining());
        boolean whole = encoded.remaining() >= TRAILER
                && encoded.getInt() == (int) checksum.getValue()
                && encoded.getInt() == (int) inflater.getBytesWritten();
        if (!whole) {
            throw new IOException("the gzip trailer is missing or does not match");
        }
    }

    private void skipHeader() {
        int flags = encoded.get(encoded.position() + 3);
        skip(HEADER);
        if ((flags & EXTRA) != 0) {
            skip(encoded.getShort() & 0xFFFF);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
    }

    private void skip(int length) {
        encoded.position(encoded.position() + length);
    }

    private void skipText() {
        while (encoded.get() != 0) {
            // The file name and the comment are skipped.
        }
    }
}
