package io.offlinemessages.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.AsciiString;

/**
 * A state machine that finds the end of each request head on one HTTP/1.1 connection, and refuses heads that RFC 9112
 * forbids. It refuses the deviations that Netty's codec accepts: folded fields (section 5.2), control characters ahead
 * of the request line (section 2.2), separators other than one space in the request line (section 3), a version in
 * lower case (section 2.3), and more than one {@code Content-Length}, of which the codec uses the first in HTTP/1.0
 * (section 6.3). All other checks of names and values are left to the codec.
 */
final class Heads {

    /*
     * Each octet moves the machine to its next state (after). An octet without an arrow refuses the head, and with it
     * all later octets of the connection.
     *
     *   BEFORE --CR--> BEFORE_LF --LF--> BEFORE                                   an empty line ahead of the head
     *   BEFORE --visible--> REQUEST_LINE --CR--> REQUEST_LINE_LF --LF--> LINE     a line with exactly two spaces
     *   LINE --visible--> NAME --other--> VALUE --CR--> VALUE_LF --LF--> LINE     a field line
     *   LINE --CR--> EMPTY_LINE_LF --LF--> BEFORE                                 the end of the head
     *
     * NAME lasts while the octets of a line spell "content-length:"; the second such line of a head is refused. A CR ends
     * the line in NAME, too. Octets that cannot change the state are skipped by Netty's bulk searches (nextThatMatters),
     * so a long value costs one search.
     */

    private static final String LENGTH = "content-length:";
    private static final int DEL = 0x7F;

    private final Limits limits;
    private State state = State.BEFORE;
    private int spaces;
    private int matched;
    private int lengths;
    private int lineLength;

    /** The part of the head to which the next octet belongs. */
    private enum State {
        /** The request line, or an empty line ahead of it (RFC 9112 section 2.2). */
        BEFORE,
        BEFORE_LF,
        REQUEST_LINE,
        REQUEST_LINE_LF,
        /** A field line, or the empty line that ends the head. */
        LINE,
        NAME,
        VALUE,
        VALUE_LF,
        EMPTY_LINE_LF,
        REFUSED
    }

    Heads(Limits limits) {
        this.limits = limits;
    }

    /**
     * Finds the end of the head that begins at the reader index.
     *
     * @param scanned the number of the head's octets that earlier calls have scanned
     * @return the index after the head; -1 if the head is incomplete or refused
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

    /** Whether a head of this connection has been refused; no later head is accepted. */
    boolean isRefused() {
        return state == State.REFUSED;
    }

    /**
     * Whether an incomplete head of this length already exceeds the limit of its request line or of its fields, so that
     * it can be refused before it ends.
     */
    boolean isTooLong(int length) {
        return lineLength == 0 ? length > limits.line() : length - lineLength > limits.fields();
    }

    /** The index of the next octet that can change the state; negative if there is none. */
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
        // The codec also accepts a version in lower case.
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

    /**
     * Whether the octet is neither a control character nor a space. Octets from 0x80, which are negative here, are
     * visible.
     */
    private static boolean isVisible(byte octet) {
        return octet < 0 || (octet > HttpConstants.SP && octet != DEL);
    }

    /**
     * The lengths, in octets including line ends, above which an incomplete head goes to the codec, which refuses it.
     *
     * @param line the length of the request line: {@code server.netty.max-initial-line-length}
     * @param fields the length of all fields together: {@code server.max-http-request-header-size}
     */
    record Limits(int line, int fields) {}
}
