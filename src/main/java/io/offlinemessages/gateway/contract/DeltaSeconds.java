package io.offlinemessages.gateway.contract;

import java.util.OptionalLong;

/** The syntax of a number of seconds in header fields: delta-seconds (RFC 9111 section 1.2.2). */
public final class DeltaSeconds {

    /** The upper bound: 2^31 seconds, or 68 years. Every larger number counts as this one. */
    public static final long MOST = 1L << 31;

    private DeltaSeconds() {}

    /** Parses a number, capped at {@link #MOST}; empty unless the text consists of ASCII digits. */
    public static OptionalLong parse(String text) {
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            seconds = Math.min(MOST, seconds * 10 + digit);
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(seconds);
    }
}
