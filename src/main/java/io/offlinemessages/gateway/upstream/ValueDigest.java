package io.offlinemessages.gateway.upstream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A 64-bit digest of a JSON value: equal for equal values in any spelling ({@code 1}, {@code 1.0} and {@code 1e0}; {@code "A"} and
 * {@code "\u005cu0041"}), never 0, and the same in every process. It protects against chance, not against texts constructed to collide.
 */
final class ValueDigest {

    /** The digest of null. */
    static final long NULL = 1;

    /** An odd number without a pattern: 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private ValueDigest() {}

    /** The digest of the parser's current string, number or null. */
    static long of(JsonToken value, JsonParser parser) {
        return switch (value) {
            case VALUE_NULL -> NULL;
            case VALUE_STRING ->
                ofText(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? ofNumber(parser.getString())
                        : ofNumber(parser.getLongValue());
            default -> ofNumber(parser.getString());
        };
    }

    /** The digest of a whole number. */
    static long ofNumber(long number) {
        return finished(number);
    }

    /** The digest of a number, from its text. */
    static long ofNumber(String text) {
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            return isLong(number)
                    ? ofNumber(number.longValueExact())
                    : ofText(number.unscaledValue() + "e" + number.scale());
        } catch (NumberFormatException | ArithmeticException beyondAnyExponent) {
            return ofText(text);
        }
    }

    private static boolean isLong(BigDecimal number) {
        return number.scale() <= 0 && number.compareTo(LEAST) >= 0 && number.compareTo(GREATEST) <= 0;
    }

    private static long ofText(String text) {
        return ofText(text.toCharArray(), 0, text.length());
    }

    /** The digest of a string, from its characters. */
    static long ofText(char[] text, int offset, int length) {
        long digest = length;
        int end = offset + length;
        int at = offset;
        for (; at + 4 <= end; at += 4) {
            long four = text[at] | (long) text[at + 1] << 16 | (long) text[at + 2] << 32 | (long) text[at + 3] << 48;
            digest = mixed(digest ^ four);
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 16 | text[at];
        }
        return finished(digest ^ rest);
    }

    /** The same digest for a string of ASCII, from its octets. */
    static long ofAscii(byte[] text, int offset, int length) {
        long digest = length;
        int end = offset + length;
        int at = offset;
        for (; at + 4 <= end; at += 4) {
            digest = mixed(digest ^ spread((int) FOUR.get(text, at)));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 16 | text[at];
        }
        return finished(digest ^ rest);
    }

    /** Spreads four octets to four characters of 16 bits. */
    private static long spread(int four) {
        long pairs = (four | (long) four << 16) & 0x0000_FFFF_0000_FFFFL;
        return (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FFL;
    }

    private static long mixed(long bits) {
        long product = bits * FACTOR;
        return product ^ product >>> 32;
    }

    /** Makes each bit affect all others. */
    private static long finished(long bits) {
        long digest = mixed(mixed(bits) ^ bits >>> 29);
        return digest == 0 ? FACTOR : digest;
    }
}
