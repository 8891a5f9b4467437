package io.offlinemessages.gateway.upstream;

import java.util.Arrays;

/** The reusable decoder of one JSON string with escapes or characters beyond ASCII. It checks the UTF-8 as RFC 3629 requires. */
final class ScannedText {

    private char[] text = new char[1024];
    private int length;

    /** Reads the string whose first octet behind the opening quote is at {@code from}; returns the index of the closing quote. */
    int read(byte[] json, int from) throws Unrecognised {
        char[] chars = text;
        int to = 0;
        int at = from;
        while (true) {
            Unrecognised.unless(at < json.length);
            if (to + 2 > chars.length) {
                chars = Arrays.copyOf(chars, 2 * chars.length);
            }
            int octet = json[at];
            if (octet >= ' ' && octet != '"' && octet != '\\') {
                chars[to++] = (char) octet;
                at++;
            } else if (octet < 0) {
                int scalar = scalar(json, at);
                if (scalar < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    chars[to++] = (char) scalar;
                    at += scalar < 0x800 ? 2 : 3;
                } else {
                    chars[to++] = Character.highSurrogate(scalar);
                    chars[to++] = Character.lowSurrogate(scalar);
                    at += 4;
                }
            } else if (octet == '\\') {
                Unrecognised.unless(at + 1 < json.length);
                boolean four = json[at + 1] == 'u';
                chars[to++] = four ? unicode(json, at + 2) : escaped(json[at + 1]);
                at += four ? 6 : 2;
            } else {
                Unrecognised.unless(octet == '"');
                text = chars;
                length = to;
                return at;
            }
        }
    }

    /** The digest of the last string. */
    long digest() {
        return ValueDigest.ofText(text, 0, length);
    }

    private static char escaped(byte letter) throws Unrecognised {
        return switch (letter) {
            case '"', '\\', '/' -> (char) letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw Unrecognised.INSTANCE;
        };
    }

    /** A UTF-16 code unit; it may be half of a surrogate pair, or a lone surrogate. */
    private static char unicode(byte[] json, int at) throws Unrecognised {
        Unrecognised.unless(at + 4 <= json.length);
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(json[i], 16);
            Unrecognised.unless(digit >= 0);
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /** The character beyond ASCII that begins at this octet. Overlong forms, surrogates and values beyond Unicode are refused. */
    private static int scalar(byte[] json, int at) throws Unrecognised {
        int first = json[at] & 0xFF;
        if (first < 0xE0) {
            Unrecognised.unless(first >= 0xC2);
            return (first & 0x1F) << 6 | rest(json, at + 1);
        }
        if (first < 0xF0) {
            int scalar = (first & 0x0F) << 12 | rest(json, at + 1) << 6 | rest(json, at + 2);
            Unrecognised.unless(scalar >= 0x800 && !Character.isSurrogate((char) scalar));
            return scalar;
        }
        int scalar = (first & 0x0F) << 18 | rest(json, at + 1) << 12 | rest(json, at + 2) << 6 | rest(json, at + 3);
        Unrecognised.unless(Character.isSupplementaryCodePoint(scalar));
        return scalar;
    }

    /** The six payload bits of a continuation octet. */
    private static int rest(byte[] json, int at) throws Unrecognised {
        Unrecognised.unless(at < json.length && (json[at] & 0xC0) == 0x80);
        return json[at] & 0x3F;
    }
}
