package io.offlinemessages.gateway.contract;

import java.util.List;

/** The precondition {@code If-None-Match} (RFC 9110 section 13.1.2). */
public final class IfNoneMatch {

    private IfNoneMatch() {}

    /**
     * Whether a field lists the validator, by weak comparison (RFC 9110 section 8.8.3.2), or is {@code *}.
     *
     * @param fields the values of all fields
     * @param etag a strong validator, quotes included
     */
    public static boolean anyMatches(List<String> fields, String etag) {
        for (String field : fields) {
            if (field.equals(etag) || field.strip().equals("*") || lists(field, etag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the field lists the validator. Elements are read in order, up to the first malformed one. */
    private static boolean lists(String field, String etag) {
        int at = 0;
        while (at < field.length()) {
            int start = afterEmpty(field, at);
            start += field.startsWith("W/", start) ? 2 : 0;
            int end = tagEnd(field, start);
            if (end < 0) {
                return false;
            }
            int next = afterSpace(field, end);
            if (next < field.length() && field.charAt(next) != ',') {
                return false;
            }
            if (end - start == etag.length() && field.startsWith(etag, start)) {
                return true;
            }
            at = next + 1;
        }
        return false;
    }

    /** The index after space and empty list elements, which recipients ignore (RFC 9110 section 5.6.1.2). */
    private static int afterEmpty(String field, int from) {
        int at = afterSpace(field, from);
        while (field.startsWith(",", at)) {
            at = afterSpace(field, at + 1);
        }
        return at;
    }

    private static int afterSpace(String field, int from) {
        int at = from;
        while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** The index after the opaque-tag that begins at {@code start}, quotes included; -1 if there is none. */
    private static int tagEnd(String field, int start) {
        if (!field.startsWith("\"", start)) {
            return -1;
        }
        int at = start + 1;
        while (at < field.length() && isTagCharacter(field.charAt(at))) {
            at++;
        }
        return field.startsWith("\"", at) ? at + 1 : -1;
    }

    private static boolean isTagCharacter(char c) {
        return c == 0x21 || (c >= 0x23 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
    }
}
