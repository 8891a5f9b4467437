package io.offlinemessages.gateway.contract;

import java.util.Optional;

/**
 * The id of one offline message, 1 to 9223372036854775807.
 *
 * @param value the id as a number, so that {@code 007} and {@code 7} are one id
 */
public record MessageId(long value) {

    /** Parses a decoded path segment; empty if the contract calls it invalid. */
    public static Optional<MessageId> parse(String text) {
        var value = Digits.parse(text);
        return value.isPresent() ? Optional.of(new MessageId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
