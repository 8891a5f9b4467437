package io.offlinemessages.gateway.wire;

import java.util.HexFormat;

/** The spelling of a request target that {@code java.net.URI} parses; it decodes to the same text as the original. */
final class TargetSpelling {

    /** The characters that {@code java.net.URI} accepts unescaped in a path or query. */
    private static final String LITERAL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?";

    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

    private static final boolean[] IS_LITERAL = new boolean[128];

    static {
        LITERAL.chars().forEach(c -> IS_LITERAL[c] = true);
    }

    private TargetSpelling() {}

    /**
     * Escapes each stray {@code %}, each {@code #} and every other character that a target may not contain. Returns the
     * same string if it contains none.
     */
    static String parseable(String target) {
        int i = 0;
        while (i < target.length() && isFine(target, i)) {
            i++;
        }
        if (i == target.length()) {
            return target;
        }
        var spelled = new StringBuilder(target.length() + 16).append(target, 0, i);
        for (; i < target.length(); i++) {
            if (isFine(target, i)) {
                spelled.append(target.charAt(i));
            } else {
                // The codec decodes each octet to one character (ISO 8859-1).
                spelled.append('%').append(UPPER_CASE.toHexDigits((byte) target.charAt(i)));
            }
        }
        return spelled.toString();
    }

    private static boolean isFine(String target, int at) {
        char c = target.charAt(at);
        if (c == '%') {
            return at + 2 < target.length() && isHex(target.charAt(at + 1)) && isHex(target.charAt(at + 2));
        }
        return c < 128 && IS_LITERAL[c];
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
