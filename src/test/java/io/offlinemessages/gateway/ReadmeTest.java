package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.SeriesName;
import io.offlinemessages.gateway.shared.SharedProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The README's tables say what the code says. */
class ReadmeTest {

    private final String readme = read();

    @Test
    void its_table_of_meters_is_the_catalogue() {
        List<String> rows =
                Arrays.stream(GatewayMeter.values()).map(ReadmeTest::row).toList();
        assertThat(readme.lines().filter(line -> line.startsWith("| `gateway_")))
                .containsExactlyElementsOf(rows);
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
    void its_figures_are_those_of_the_stored_run() throws IOException {
        String section = readme.substring(readme.indexOf("## How fast it is"), readme.indexOf("## How it is built"));
        List<String> stored = Files.readAllLines(Path.of("src/bench/results/table.md"));
        assertThat(section.lines().filter(line -> line.startsWith("| ")))
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(stored).contains(row));
    }

    @Test
    void its_table_has_each_property_of_what_is_shared() {
        String section = readme.substring(
                readme.indexOf("### Gateways that act as one"), readme.indexOf("### What may change while it runs"));
        assertThat(SharedProperties.class.getRecordComponents())
                .extracting(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .allSatisfy(name -> assertThat(section).containsPattern("\\| .*`" + name + "`.* \\|"));
    }

    private static String row(GatewayMeter meter) {
        String tags = meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
        return "| `" + SeriesName.of(meter) + "` | " + tags + " | " + meter.description() + " |";
    }

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
