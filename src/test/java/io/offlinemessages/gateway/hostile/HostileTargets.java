package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Request targets in the origin form, made from a seed: spellings of messages and pages, most of them with a few changes that some
 * server would overlook and another would not. Each character stands for one octet; none of them ends a line or a target.
 */
public final class HostileTargets {

    private static final int[] DIGITS = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> c > 127 && Character.isDigit(c))
            .toArray();

    private static final List<String> PIECES = List.of(
            "/",
            "//",
            "/.",
            "/..",
            "/./",
            "/../",
            "/../offlinemessages/",
            "\\",
            "..\\",
            "%5C",
            "%2F",
            "%2f",
            "%2e%2e/",
            ";",
            ";a=b",
            ";/",
            "%3B",
            "?",
            "??",
            "%3F",
            "#",
            "%23",
            "&",
            "=",
            "+",
            "%2B",
            "-",
            "%2D",
            "%20",
            "%00",
            "%0D%0A",
            "%",
            "%%",
            "%4",
            "%u0037",
            "%zz",
            ".",
            ".0",
            "e1",
            "0x",
            "00",
            "%30",
            ",",
            "~",
            "|",
            "^",
            "\"",
            "<",
            "{",
            "[",
            "'",
            "page_no=2",
            "&page_no=1",
            "?page_no=01",
            "?page_no=3&page_no=3",
            "?%70age_no=4",
            "?page%5Fno=0005",
            "?page_no[]=6",
            "?PAGE_NO=7");

    private final RandomGenerator random;

    public HostileTargets(RandomGenerator random) {
        this.random = random;
    }

    /** The next one. */
    public String next() {
        String target = "/api/offlinemessages" + (random.nextInt(3) == 0 ? list() : "/" + number());
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            target = changed(target);
        }
        return target;
    }

    private String list() {
        return (random.nextBoolean() ? "/" : "") + (random.nextInt(4) == 0 ? "" : "?page_no=" + number());
    }

    private String number() {
        long number = random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(1, 200);
        return "0".repeat(random.nextInt(3)) + number;
    }

    private String changed(String target) {
        // The slash in front stays: without it this is no origin form.
        int at = random.nextInt(1, target.length());
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> replaced(target, at, escaped(target.charAt(at)));
            case 3 -> replaced(target, at, "%25" + escaped(target.charAt(at)).substring(1));
            case 4 -> replaced(target, at, written(overlong(target.charAt(at))));
            case 5, 6 -> replaced(target, target.length() - 1, written(utf8(DIGITS[random.nextInt(DIGITS.length)])));
            case 7 -> replaced(target, at, flipped(target.charAt(at)));
            case 8 -> inserted(target, written(noise()));
            default -> inserted(target, PIECES.get(random.nextInt(PIECES.size())));
        };
    }

    private static String replaced(String target, int at, String by) {
        return target.substring(0, at) + by + target.substring(at + 1);
    }

    private String inserted(String target, String piece) {
        int at = random.nextInt(1, target.length() + 1);
        return target.substring(0, at) + piece + target.substring(at);
    }

    private static String flipped(char c) {
        return String.valueOf(Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }

    private String noise() {
        return random.nextBoolean()
                ? random.ints(random.nextInt(1, 4), 0, 256)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining())
                : utf8(random.nextInt(0x80, Character.MIN_SURROGATE));
    }

    private static String utf8(int codePoint) {
        return new String(Character.toString(codePoint).getBytes(UTF_8), ISO_8859_1);
    }

    /** An encoding in more octets than UTF-8 allows; for some an octet of it is the character itself. */
    private String overlong(char c) {
        char last = (char) (0x80 | (c & 0x3F));
        return switch (random.nextInt(4)) {
            case 0 -> "" + (char) (0xC0 | (c >> 6)) + last;
            case 1 -> "\u00E0" + (char) (0x80 | (c >> 6)) + last;
            case 2 -> "\u00F0\u0080" + (char) (0x80 | (c >> 6)) + last;
            default -> "\u00C0" + c;
        };
    }

    /** Octets as they are, where a target can hold them, or escaped. */
    private String written(String octets) {
        boolean raw = random.nextBoolean();
        return octets.chars()
                .mapToObj(c -> raw && c > ' ' && c != 0x7F ? Character.toString(c) : escaped(c))
                .collect(Collectors.joining());
    }

    private String escaped(int octet) {
        return String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", octet);
    }
}
