package io.offlinemessages.gateway.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One case of a file of framing cases: after {@code ### sentence}, what is sent, in {@link WireNotation}, and behind {@code -->} the
 * statuses of the answers in order, {@code HEAD} before those that have no content, the message in quotes behind those of which it
 * is told, and whether the connection is open or closed after them.
 *
 * @param name the sentence
 * @param octets what is sent
 * @param answers the answers
 * @param closed whether the connection must be closed
 */
record FramingCase(String name, byte[] octets, List<Answer> answers, boolean closed) {

    private static final String EXPECTED = "--> ";

    /**
     * An answer.
     *
     * @param status its status
     * @param toHead whether it is the answer to a HEAD
     * @param message the error's message, or null where any will do
     */
    record Answer(int status, boolean toHead, @Nullable String message) {

        private static final Pattern NOTATION = Pattern.compile("(HEAD )?([0-9]{3})(?: \"(.*)\")?");

        private static Answer parse(String text) {
            Matcher read = NOTATION.matcher(text);
            if (!read.matches()) {
                throw new IllegalArgumentException(text);
            }
            return new Answer(Integer.parseInt(read.group(2)), read.group(1) != null, read.group(3));
        }
    }

    /** Reads the cases of a file, behind the comment that it begins with. */
    static List<FramingCase> read(Path file) {
        try {
            String[] parts = Files.readString(file).split("(?m)^### ", -1);
            return Arrays.stream(parts).skip(1).map(FramingCase::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FramingCase parse(String text) {
        List<String> lines = text.stripTrailing().lines().toList();
        int last = lines.size() - 1;
        List<String> expected =
                List.of(lines.get(last).substring(EXPECTED.length()).split(", ", -1));
        int end = expected.size() - 1;
        boolean closed = switch (expected.get(end)) {
            case "closed" -> true;
            case "open" -> false;
            default -> throw new IllegalArgumentException(lines.get(last));
        };
        return new FramingCase(
                lines.get(0),
                WireNotation.octets(lines.subList(1, last)),
                expected.subList(0, end).stream().map(Answer::parse).toList(),
                closed);
    }
}
