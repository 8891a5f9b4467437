package io.offlinemessages.gateway.contract;

import java.util.Optional;

/**
 * The number of one page of the list, 1 to 9223372036854775807.
 *
 * @param value the page as a number, so that {@code 007} and {@code 7} are one page
 */
public record PageNumber(long value) {

    /** The page of a request that names none. */
    public static final PageNumber FIRST = new PageNumber(1);

    /** Parses a decoded {@code page_no}; empty if the contract calls it invalid. */
    public static Optional<PageNumber> parse(String text) {
        var value = Digits.parse(text);
        return value.isPresent() ? Optional.of(new PageNumber(value.getAsLong())) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
