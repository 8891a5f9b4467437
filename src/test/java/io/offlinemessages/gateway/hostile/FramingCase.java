package io.offlinemessages.gateway.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One case of a file of framing cases: after {@code ### sentence}, what is sent, in {@link WireNotation}, and behind {@code -->} the
 * statuses of the answers in order, {@code HEAD} before those that have no content, and whether the connection is open or closed
 * after them.
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
     */
    record Answer(int status, boolean toHead) {

        private static Answer parse(String text) {
            return new Answer(Integer.parseInt(text.replace("HEAD ", "")), text.startsWith("HEAD "));
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
