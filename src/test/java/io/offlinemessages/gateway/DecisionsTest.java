package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of decisions have one form, and an index. */
class DecisionsTest {

    private static final Path INDEX = Path.of("src/docs/decisions/README.md");

    private static final Pattern SECTION = Pattern.compile("(?m)^## +(.+)$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)/]+\\.md)\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(INDEX.getParent())) {
            return files.filter(page -> !page.equals(INDEX)).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_has_the_four_headings(Path page) throws IOException {
        assertThat(found(SECTION, page)).containsExactly("Decision", "Why", "Alternatives", "Consequences");
    }

    @Test
    void the_index_leads_to_each_once() throws IOException {
        assertThat(found(LINK, INDEX))
                .containsExactlyInAnyOrderElementsOf(pages().stream()
                        .map(page -> page.getFileName().toString())
                        .toList());
    }

    private static List<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
