package io.offlinemessages.gateway.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart's runbook. */
public final class Runbook {

    private static final Path FILE = Path.of("helm/offline-messages-gateway/RUNBOOK.md");
    private static final Pattern QUERY = Pattern.compile("(?ms)^```promql\\R(.*?)^```$");
    private static final Pattern REFERENCE = Pattern.compile("\\(#([^)]*)\\)");

    private Runbook() {}

    /** The sections about alerts: the name as their first line, then the text. */
    static List<String> sections() {
        return Stream.of(text().split("(?m)^### ")).skip(1).toList();
    }

    /** Where its sections refer to, as anchors. */
    static List<String> references() {
        return REFERENCE.matcher(text()).results().map(found -> found.group(1)).toList();
    }

    /** The queries that it advises. */
    public static List<String> queries() {
        return QUERY.matcher(text())
                .results()
                .map(found -> found.group(1).strip())
                .distinct()
                .toList();
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
