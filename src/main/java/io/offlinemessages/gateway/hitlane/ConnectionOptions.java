package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * The options of a {@code Connection} field (RFC 9110 section 7.6.1) that leave the answer to a read unchanged. The
 * options that announce an {@code Upgrade} are among them: an upgrade that is not granted is ignored (section 7.8), and
 * the gateway grants none.
 */
final class ConnectionOptions {

    private static final List<AsciiString> PLAIN = List.of(
            HttpHeaderValues.KEEP_ALIVE,
            HttpHeaderValues.CLOSE,
            HttpHeaderValues.UPGRADE,
            AsciiString.cached("http2-settings"),
            HttpHeaderNames.TE);

    private ConnectionOptions() {}

    /** Whether the value of a {@code Connection} field lists only such options. Allocates nothing. */
    static boolean arePlain(String field) {
        int end = field.length();
        for (int at = 0; at < end; at++) {
            int comma = field.indexOf(',', at);
            int next = comma < 0 ? end : comma;
            if (!isPlain(field, at, next)) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /**
     * Whether the list element is such an option or empty. Space around an option is ignored, and so are empty elements
     * (RFC 9110 section 5.6.1.2).
     */
    private static boolean isPlain(String field, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(field.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(field.charAt(end - 1))) {
            end--;
        }
        return start == end || names(field, start, end - start);
    }

    private static boolean names(String field, int start, int length) {
        for (int i = 0; i < PLAIN.size(); i++) {
            AsciiString option = PLAIN.get(i);
            if (option.length() == length && AsciiString.regionMatches(field, true, start, option, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(char c) {
        return c == HttpConstants.SP_CHAR || c == '\t';
    }
}
