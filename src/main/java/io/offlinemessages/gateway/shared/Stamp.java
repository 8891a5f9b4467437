package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Optional;

/**
 * The times of something sealed, which scripts read in clear and the seal binds. All in milliseconds.
 *
 * @param began when its load began, by the server's clock, up to 14 digits
 * @param freshFor how long after that it is fresh
 * @param keptFor how long after that it is of any use
 */
record Stamp(long began, long freshFor, long keptFor) {

    /** How many characters it takes. */
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
            throw new IllegalArgumentException("no times of an answer: " + began + ", " + freshFor + ", " + keptFor);
        }
    }

    /** Whether it is of no use any more at that moment of the server's clock. */
    boolean isOver(long now) {
        return now - began >= keptFor;
    }

    /** As it stands in front of what is sealed: fixed columns of digits. */
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

    /** The number of so many digits; -1 where one of them is none. */
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
