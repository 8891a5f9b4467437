package io.offlinemessages.gateway.contract;

import java.util.OptionalLong;

/**
 * The syntax of numbers in the contract: ASCII digits with a value of 1 to 9223372036854775807; leading zeros are
 * dropped.
 */
final class Digits {

    private Digits() {}

    /** Parses a number; empty if the text is none. Allocates nothing for such a text. */
    static OptionalLong parse(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
