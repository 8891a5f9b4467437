package io.offlinemessages.gateway.admission;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Percent-decoding (RFC 3986 section 2.1) that never fails: a stray {@code %} stands for itself, and octets that are
 * not UTF-8 become U+FFFD. So every text that a caller sends can be shown to it.
 */
final class PercentDecoding {

    private PercentDecoding() {}

    /** Decodes a path segment. */
    static String segment(String raw) {
        return decode(raw, false);
    }

    /** Decodes a name or value of a query, in which {@code +} is a space. */
    static String query(String raw) {
        return decode(raw, true);
    }

    private static String decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && !(plusIsSpace && raw.indexOf('+') >= 0)) {
            return raw;
        }
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); ) {
            int octet = raw.charAt(i) == '%' ? octet(raw, i + 1) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 3;
                continue;
            }
            int end = raw.offsetByCodePoints(i, 1);
            String literal = plusIsSpace && raw.charAt(i) == '+' ? " " : raw.substring(i, end);
            bytes.writeBytes(literal.getBytes(StandardCharsets.UTF_8));
            i = end;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(String raw, int at) {
        if (at + 2 > raw.length()) {
            return -1;
        }
        int high = hex(raw.charAt(at));
        int low = hex(raw.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    // Character.digit also accepts the digits of other scripts.
    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
