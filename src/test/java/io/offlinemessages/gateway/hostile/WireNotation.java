package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.offlinemessages.gateway.e2e.RawConnection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Octets as lines that a person can read. Each line stands for its octets and CRLF; {@code \r \n \t \0 \xHH \\} are octets, a
 * {@code \} at the end of a line keeps its CRLF away, and <code>{8 x text}</code> is that text eight times.
 */
final class WireNotation {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
    private static final Pattern REPEATED = Pattern.compile("\\{([0-9]+) x ([^}]*)}");
    private static final String NO_LINE_END = "(?s)(.*(?<!\\\\)(?:\\\\\\\\)*)\\\\";

    private WireNotation() {}

    static byte[] octets(List<String> lines) {
        return lines.stream()
                .map(WireNotation::line)
                .collect(Collectors.joining())
                .getBytes(ISO_8859_1);
    }

    private static String line(String line) {
        String text = line.matches(NO_LINE_END) ? line.substring(0, line.length() - 1) : line + "\\r\\n";
        String repeated = REPEATED.matcher(text.replace("{super-admin}", RawConnection.credentials("john")))
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
        return ESCAPE.matcher(repeated).replaceAll(found -> Matcher.quoteReplacement(octet(found.group(1))));
    }

    private static String octet(String escaped) {
        return switch (escaped) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            case "0" -> "\0";
            case "\\" -> "\\";
            default -> Character.toString(Integer.parseInt(escaped.substring(1), 16));
        };
    }
}
