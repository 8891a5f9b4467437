package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.offlinemessages.gateway.admission.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request line in the spelling that nearly all clients use: {@code GET} of a detail, of the list, or of a page by
 * {@code page_no} alone, in HTTP/1.1, with a number of 1 to 18 digits and no leading zero. Every other spelling is read
 * by the codec.
 *
 * @param kind the form of the target
 * @param number the index of the number's first digit, counted from the beginning of the line
 * @param length the length of the line in octets, its end included
 */
record PlainLine(Kind kind, int number, int length) {

    private static final byte[] LIST = "GET /api/offlinemessages/".getBytes(US_ASCII);
    private static final byte[] PAGE = "?page_no=".getBytes(US_ASCII);
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(US_ASCII);
    private static final int MOST_DIGITS = 18;

    /** The form of a target. */
    enum Kind {
        LIST,
        PAGE,
        DETAIL
    }

    /** The plain line at this index; null if there is none, or not all of it. */
    static @Nullable PlainLine read(ByteBuf octets, int at) {
        if (!isAt(octets, at, LIST)) {
            return null;
        }
        int begin = at + LIST.length;
        if (isAt(octets, begin, VERSION)) {
            return new PlainLine(Kind.LIST, LIST.length, LIST.length + VERSION.length);
        }
        Kind kind = isAt(octets, begin, PAGE) ? Kind.PAGE : Kind.DETAIL;
        int number = begin + (kind == Kind.PAGE ? PAGE.length : 0);
        int end = afterDigits(octets, number);
        boolean isNumber = end > number && end - number <= MOST_DIGITS && octets.getByte(number) != '0';
        return isNumber && isAt(octets, end, VERSION)
                ? new PlainLine(kind, number - at, end + VERSION.length - at)
                : null;
    }

    /**
     * The target of this line.
     *
     * @param at the index at which the line begins
     */
    Target target(ByteBuf octets, int at) {
        String digits = octets.toString(at + number, length - VERSION.length - number, US_ASCII);
        return switch (kind) {
            case LIST -> new Target.MessageList(List.of());
            case PAGE -> new Target.MessageList(List.of(digits));
            case DETAIL -> new Target.Detail(digits);
        };
    }

    private static int afterDigits(ByteBuf octets, int from) {
        int at = from;
        int end = Math.min(octets.writerIndex(), from + MOST_DIGITS + 1);
        while (at < end && octets.getByte(at) >= '0' && octets.getByte(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean isAt(ByteBuf octets, int at, byte[] text) {
        if (octets.writerIndex() - at < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (octets.getByte(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
