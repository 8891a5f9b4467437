package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's pages lead to each other. */
class PagesTest {

    private static final List<String> FOLDERS = List.of("README.md", ".github", "helm", "src/bench", "src/docs");

    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_lead_to_files_and_to_headings(Path page) throws IOException {
        String text = CODE.matcher(Files.readString(page)).replaceAll("");
        for (var link : LINK.matcher(text).results().toList()) {
            Path file = page.toAbsolutePath().resolveSibling(link.group(1)).normalize();
            Path target = link.group(1).isEmpty() ? page : file;
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as(link.group()).contains(link.group(2));
            }
        }
    }

    @Test
    void the_readme_leads_to_each_page_of_the_guide() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(pages())
                .filteredOn(page -> page.startsWith("src/docs/guide"))
                .hasSizeGreaterThan(4)
                .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .replaceAll("]\\([^)]*\\)", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
