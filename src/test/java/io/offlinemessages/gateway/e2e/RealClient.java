package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request as a real client sends it, held in a file for each client and version: after {@code ### how it is used}, the lines of
 * the head, each of which stands for its octets and CRLF. <code>{super-admin}</code> is the Basic token, and <code>{etag}</code> the
 * validator of what came before.
 *
 * @param use how the client is used
 * @param lines the lines of the head
 */
public record RealClient(String use, List<String> lines) {

    /** Reads the requests of a file, behind the comment that says which client sends them. */
    public static List<RealClient> read(Path file) {
        try {
            String[] parts = Files.readString(file).split("(?m)^### ", -1);
            return Arrays.stream(parts).skip(1).map(RealClient::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealClient parse(String text) {
        List<String> lines = text.stripTrailing().lines().toList();
        return new RealClient(lines.get(0), lines.subList(1, lines.size()));
    }

    /** What is sent. */
    public String head(String etag) {
        return lines.stream()
                .map(line -> line.replace("{super-admin}", RawConnection.credentials("john"))
                                .replace("{etag}", etag)
                        + "\r\n")
                .collect(Collectors.joining("", "", "\r\n"));
    }

    /** Whether it leaves the connection to others, or has it closed. */
    public boolean closes() {
        return lines.stream().anyMatch(line -> line.equalsIgnoreCase("Connection: close"));
    }

    /** Whether it says what it has already. */
    public boolean revalidates() {
        return lines.stream().anyMatch(line -> line.endsWith("{etag}"));
    }
}
