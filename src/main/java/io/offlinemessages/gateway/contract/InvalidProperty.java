package io.offlinemessages.gateway.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a configuration property. Its message is the one sentence that the operator reads: the name, the
 * value, and the values that are allowed.
 */
public final class InvalidProperty extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)));

    private static final List<String> SIZES = List.of("B", "KB", "MB", "GB", "TB");

    /**
     * Makes the sentence.
     *
     * @param value the value; null if the property is not set
     * @param allowed the allowed values, as the end of "it must be …"
     */
    public InvalidProperty(String property, @Nullable Object value, String allowed) {
        super(
                value == null
                        ? property + " is not set; it must be " + allowed + "."
                        : property + " is \"" + shown(value) + "\"; it must be " + allowed + ".");
    }

    /** The value as an operator writes it: a duration in its largest whole unit, such as {@code 30s}. */
    public static String shown(Object value) {
        return value instanceof Duration duration ? shown(duration) : value.toString();
    }

    private static String shown(Duration duration) {
        for (Unit unit : UNITS) {
            long count = duration.dividedBy(unit.length());
            if (unit.length().multipliedBy(count).equals(duration) && count != 0) {
                return count + unit.name();
            }
        }
        return duration.isZero() ? "0s" : duration.toString();
    }

    private record Unit(String name, Duration length) {}

    /** A number of bytes as an operator writes it: in its largest whole unit of 1024, such as {@code 64MB}. */
    public static String size(long bytes) {
        long count = bytes;
        int unit = 0;
        while (count != 0 && count % 1024 == 0 && unit < SIZES.size() - 1) {
            count /= 1024;
            unit++;
        }
        return count + SIZES.get(unit);
    }

    /**
     * Refuses text that contains U+FFFD, which stands for octets that could not be decoded. The sentence does not show
     * the text, because it may be a secret.
     *
     * @throws InvalidProperty if the text contains U+FFFD
     */
    public static void requireReadable(String property, String text) {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new InvalidProperty(
                    property,
                    "(not shown)",
                    "text without U+FFFD, which stands for octets that could not be decoded: files are read as UTF-8,"
                            + " arguments and the environment as the locale says, such as LC_ALL=C.UTF-8");
        }
    }

    /**
     * Returns the value.
     *
     * @throws InvalidProperty if the value is null
     */
    public static <T> T require(String property, @Nullable T value, String allowed) {
        if (value == null) {
            throw new InvalidProperty(property, null, allowed);
        }
        return value;
    }
}
