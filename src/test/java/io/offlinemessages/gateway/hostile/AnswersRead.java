package io.offlinemessages.gateway.hostile;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Counts the whole responses in the octets of one connection; each tells the length of its content. */
final class AnswersRead {

    private static final String LENGTH = "content-length:";

    private final StringBuilder head = new StringBuilder();
    private long contentDue;
    private int whole;

    /** How many have been read to their end. */
    int whole() {
        return whole;
    }

    /** Reads all that is there. */
    void read(ByteBuffer octets) {
        while (octets.hasRemaining()) {
            if (contentDue > 0) {
                int length = (int) Math.min(contentDue, octets.remaining());
                octets.position(octets.position() + length);
                received(length);
            } else {
                readHead((char) octets.get());
            }
        }
    }

    private void readHead(char octet) {
        head.append(octet);
        if (octet == '\n' && head.lastIndexOf("\r\n\r\n") == head.length() - 4 && head.length() > 4) {
            contentDue = contentLength(head.toString().toLowerCase(Locale.ROOT));
            head.setLength(0);
            received(0);
        }
    }

    private void received(int length) {
        contentDue -= length;
        if (contentDue == 0) {
            whole++;
        }
    }

    private static long contentLength(String head) {
        int field = head.indexOf(LENGTH);
        if (field < 0) {
            throw new AssertionError("no length in " + head);
        }
        int start = field + LENGTH.length();
        return Long.parseLong(head.substring(start, head.indexOf('\r', start)).strip());
    }
}
