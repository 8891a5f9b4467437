package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Optional;

/**
 * The times of a sealed answer, in milliseconds. Scripts read them in clear; the seal binds them.
 *
 * @param began when its load began, by the server's clock, at most 14 digits
 * @param freshFor how long it is fresh, from then on
 * @param keptFor how long it is kept, from then on
 */
record Stamp(long began, long freshFor, long keptFor) {

    /** The length in bytes. */
    static final int LENGTH = 38;

    private static final int BEGAN_DIGITS = 14;
    private static final int SPAN_DIGITS = 12;
    private static final long MOST_BEGAN = 99_999_999_999_999L;
    private static final long MOST_SPAN = 999_999_999_999L;

    Stamp {
        if (began < 0
                || began > MOST_BEGAN
                || freshFor < 0
                || freshFor > MOST_SPAN
                || keptFor < 0
                || keptFor > MOST_SPAN) {
            throw new IllegalArgumentException("invalid times: " + began + ", " + freshFor + ", " + keptFor);
        }
    }

    /** Whether the answer has expired at that moment of the server's clock. */
    boolean isOver(long now) {
        return now - began >= keptFor;
    }

    /** The bytes in front of the sealed text: fixed columns of digits. */
    byte[] bytes() {
        return String.format(Locale.ROOT, "%014d%012d%012d", began, freshFor, keptFor)
                .getBytes(US_ASCII);
    }

    /** Reads it from the front of a stored value; empty where there is none. */
    static Optional<Stamp> read(byte[] value) {
        if (value.length < LENGTH) {
            return Optional.empty();
        }
        long began = number(value, 0, BEGAN_DIGITS);
        long freshFor = number(value, BEGAN_DIGITS, SPAN_DIGITS);
        long keptFor = number(value, BEGAN_DIGITS + SPAN_DIGITS, SPAN_DIGITS);
        return began < 0 || freshFor < 0 || keptFor < 0
                ? Optional.empty()
                : Optional.of(new Stamp(began, freshFor, keptFor));
    }

    /** The number of that many digits; -1 where an octet is not a digit. */
    private static long number(byte[] text, int from, int digits) {
        long number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
