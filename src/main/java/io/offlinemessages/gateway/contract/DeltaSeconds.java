package io.offlinemessages.gateway.contract;

import java.util.OptionalLong;

/** Numbers of seconds as header fields write them (RFC 9111 section 1.2.2). */
public final class DeltaSeconds {

    /** What every larger number counts as: 2^31, which is 68 years. */
    public static final long MOST = 1L << 31;

    private DeltaSeconds() {}

    /** The number, at most {@link #MOST}; empty when the text is anything but ASCII digits. O(length). */
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
