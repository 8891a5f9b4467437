package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the house says what the code says. */
class ArchitecturePageTest {

    private static final Path PAGE = Path.of("src/docs/architecture.md");
    private static final Path CODE = Path.of("src/main/java/io/offlinemessages/gateway");

    private static final Pattern INSTALLED = Pattern.compile("pipeline,\\s+\"([a-z-]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");
    private static final Pattern PLACE = Pattern.compile("`((?:[a-z]+/)?[A-Z][A-Za-z]+)`");

    @Test
    void its_table_of_handlers_has_those_of_the_pipeline_in_their_order() throws IOException {
        List<String> installed = found(INSTALLED, Files.readString(CODE.resolve("wire/Pipeline.java")));

        assertThat(found(ROW, section("The pipeline"))).isNotEmpty().isEqualTo(installed);
    }

    @Test
    void its_table_of_rooms_has_all_of_them() throws IOException {
        try (Stream<Path> folders = Files.list(CODE)) {
            assertThat(found(ROW, section("Rooms")))
                    .containsExactlyInAnyOrderElementsOf(folders.filter(Files::isDirectory)
                            .map(room -> room.getFileName().toString())
                            .toList());
        }
    }

    @Test
    void each_class_that_it_names_is_there() throws IOException {
        Set<String> classes;
        try (Stream<Path> code = Files.walk(CODE);
                Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            classes = Stream.concat(code, tests)
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> file.toString().replaceAll(".*/([a-z0-9]+/[^/]+)\\.java", "$1"))
                    .flatMap(place -> Stream.of(place, place.replaceAll(".*/", "")))
                    .collect(Collectors.toSet());
        }
        assertThat(found(PLACE, Files.readString(PAGE))).isNotEmpty().isSubsetOf(classes);
    }

    private static String section(String title) throws IOException {
        return Stream.of(Files.readString(PAGE).split("(?m)^## "))
                .filter(section -> section.startsWith(title + "\n"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
