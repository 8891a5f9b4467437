package io.offlinemessages.gateway.contract;

import java.util.OptionalLong;

/** The number syntax of the contract: ASCII digits only, value 1 to 9223372036854775807, leading zeros dropped. */
final class Digits {

    private Digits() {}

    /** Returns the value, or empty when the text is anything but such a number; O(length), allocates nothing on refusal. */
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
