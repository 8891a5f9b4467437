package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.AsciiString;

/**
 * Finds where each request head of one HTTP/1.1 connection ends, and refuses heads that RFC 9112 does not allow. The codec would
 * also take folded fields, control characters before a request, other separators than a space in the request line, and of several
 * lengths in HTTP/1.0 the first. O(octets); names and values are left to the codec.
 */
final class Heads {

    private static final String LENGTH = "content-length:";
    private static final int DEL = 0x7F;

    private final Limits limits;
    private State state = State.BEFORE;
    private int spaces;
    private int matched;
    private int lengths;
    private int lineLength;

    /** What comes next. */
    private enum State {
        /** A request line, or empty lines before it (section 2.2). */
        BEFORE,
        BEFORE_LF,
        REQUEST_LINE,
        REQUEST_LINE_LF,
        /** A field, or the empty line. */
        LINE,
        NAME,
        VALUE,
        VALUE_LF,
        EMPTY_LINE_LF,
        REFUSED
    }

    /** The heads of one connection. */
    Heads(Limits limits) {
        this.limits = limits;
    }

    /**
     * Where the head ends that the octets begin with; -1 where more of it is to come, or where it is refused.
     *
     * @param scanned how many of its octets this has seen before
     */
    int end(ByteBuf octets, int scanned) {
        int from = octets.readerIndex() + scanned;
        int end = octets.writerIndex();
        for (int at = from; at < end; at++) {
            at = nextThatMatters(octets, at, end);
            if (at < 0) {
                return -1;
            }
            boolean wasLast = state == State.EMPTY_LINE_LF;
            boolean wasLine = state == State.REQUEST_LINE_LF;
            state = after(octets.getByte(at));
            if (wasLine) {
                lineLength = at + 1 - octets.readerIndex();
            }
            if (state == State.REFUSED) {
                return -1;
            }
            if (wasLast) {
                return at + 1;
            }
        }
        return -1;
    }

    /** Whether a head was no head. */
    boolean isRefused() {
        return state == State.REFUSED;
    }

    /** Whether a head that is not complete has got longer than its request line or its fields may be, so that nobody need wait. */
    boolean isTooLong(int length) {
        return lineLength == 0 ? length > limits.line() : length - lineLength > limits.fields();
    }

    /** The place of the next octet that may change anything; negative where there is none. */
    private int nextThatMatters(ByteBuf octets, int at, int end) {
        if (state == State.VALUE) {
            return octets.indexOf(at, end, HttpConstants.CR);
        }
        if (state == State.REQUEST_LINE && spaces < 2) {
            return octets.forEachByte(at, end - at, Heads::isVisible);
        }
        return at;
    }

    private State after(byte octet) {
        return switch (state) {
            case BEFORE -> octet == HttpConstants.CR ? State.BEFORE_LF : begin(octet);
            case BEFORE_LF, EMPTY_LINE_LF -> lf(octet, State.BEFORE);
            case REQUEST_LINE -> octet == HttpConstants.CR ? endOfRequestLine() : inRequestLine(octet);
            case REQUEST_LINE_LF, VALUE_LF -> lf(octet, State.LINE);
            case LINE -> octet == HttpConstants.CR ? State.EMPTY_LINE_LF : beginName(octet);
            case NAME -> inName(octet);
            case VALUE -> octet == HttpConstants.CR ? State.VALUE_LF : State.VALUE;
            case REFUSED -> State.REFUSED;
        };
    }

    private static State lf(byte octet, State next) {
        return octet == HttpConstants.LF ? next : State.REFUSED;
    }

    private State begin(byte octet) {
        spaces = 0;
        lengths = 0;
        lineLength = 0;
        return isVisible(octet) ? State.REQUEST_LINE : State.REFUSED;
    }

    private State inRequestLine(byte octet) {
        if (octet == HttpConstants.SP) {
            spaces++;
            return State.REQUEST_LINE;
        }
        // The codec would take the version in small letters, too.
        boolean isInVersion = spaces == 2;
        return isVisible(octet) && !(isInVersion && octet >= 'a') ? State.REQUEST_LINE : State.REFUSED;
    }

    private State endOfRequestLine() {
        return spaces == 2 ? State.REQUEST_LINE_LF : State.REFUSED;
    }

    private State beginName(byte octet) {
        matched = 0;
        return isVisible(octet) ? inName(octet) : State.REFUSED;
    }

    private State inName(byte octet) {
        if (octet == HttpConstants.CR) {
            return State.VALUE_LF;
        }
        if (AsciiString.toLowerCase((char) octet) != LENGTH.charAt(matched)) {
            return State.VALUE;
        }
        matched++;
        if (matched < LENGTH.length()) {
            return State.NAME;
        }
        lengths++;
        return lengths > 1 ? State.REFUSED : State.VALUE;
    }

    /** The octets of other scripts too, which are negative here. */
    private static boolean isVisible(byte octet) {
        return octet < 0 || (octet > HttpConstants.SP && octet != DEL);
    }

    /**
     * How long a request head may get before the codec is asked to refuse it, in octets, with the ends of lines.
     *
     * @param line the request line: {@code server.netty.max-initial-line-length}
     * @param fields all fields together: {@code server.max-http-request-header-size}
     */
    record Limits(int line, int fields) {}
}
