package io.offlinemessages.gateway.wire;

import io.netty.util.NetUtil;

/** The authority of an HTTP URI: a host and an optional port (RFC 9110 section 4.2.1, RFC 3986 section 3.2). */
final class Authority {

    private static final int HIGHEST_PORT = 65_535;
    private static final String UNRESERVED = "-._~";

    private Authority() {}

    /**
     * Whether the text is a host and an optional port of 0 to 65535. The host is an IPv6 address in brackets, or
     * consists of letters, digits and {@code -._~}. An empty host and a user name are invalid.
     */
    static boolean isValid(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : endOfName(text);
        return end > 0
                && (text.charAt(0) != '[' || NetUtil.isValidIpV6Address(text.substring(1, end - 1)))
                && (end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1)));
    }

    private static int endOfName(String text) {
        int at = 0;
        while (at < text.length() && isInName(text, at)) {
            at++;
        }
        return at;
    }

    private static boolean isInName(String text, int at) {
        char c = text.charAt(at);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }

    private static boolean isPort(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
                return false;
            }
            port = port * 10 + digit;
        }
        return start < text.length() && port <= HIGHEST_PORT;
    }
}
