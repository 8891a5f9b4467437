package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README is a front page, and says what the code says. */
class ReadmeTest {

    private final String readme = read();

    @Test
    void it_is_as_long_as_a_front_page() {
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(170);
    }

    @Test
    void its_first_commands_start_the_sandbox_and_run_the_tests() {
        String first = readme.substring(readme.indexOf("\n```\n"), readme.indexOf("\n```\n\n"));
        assertThat(first.strip().lines())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("./mvnw spring-boot:test-run "))
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("./mvnw verify "));
    }

    @Test
    void its_table_of_errors_shows_the_documented_bytes() {
        assertThat(List.of(
                        Failure.of(FailureKind.BAD_CREDENTIALS),
                        Failure.of(FailureKind.LIST_FORBIDDEN),
                        Failure.of(FailureKind.DETAIL_FORBIDDEN, "744"),
                        Failure.of(FailureKind.INVALID_PAGE, "-2"),
                        Failure.of(FailureKind.INVALID_ID, "-14"),
                        Failure.of(FailureKind.NO_RECORD, "744")))
                .allSatisfy(failure -> assertThat(readme)
                        .contains("| " + failure.status() + " | `" + new String(failure.body(), StandardCharsets.UTF_8)
                                + "` |"));
    }

    @Test
    void its_table_of_errors_has_every_status() {
        String errors = readme.substring(readme.indexOf("\n## Errors"), readme.indexOf("\n## How fast it is"));
        assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::status).distinct())
                .allSatisfy(status -> assertThat(errors).containsPattern("\\| [^|]*\\b" + status + "\\b[^|]* \\|"));
    }

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
