package io.offlinemessages.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * A request target in absolute-form (RFC 9112 section 3.2.2).
 *
 * @param authority the target's authority, which replaces the value of {@code Host}
 * @param pathAndQuery the same target in origin-form
 */
record AbsoluteForm(String authority, String pathAndQuery) {

    /**
     * Parses a target. Returns null unless it is a URI of scheme {@code http} or {@code https} with a valid authority.
     */
    static @Nullable AbsoluteForm parse(String target) {
        int start = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (start < 0) {
            return null;
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(start, end);
        String rest = target.substring(end);
        return Authority.isValid(authority)
                ? new AbsoluteForm(authority, rest.startsWith("/") ? rest : "/" + rest)
                : null;
    }
}
