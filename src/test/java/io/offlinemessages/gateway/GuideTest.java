package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.SeriesName;
import io.offlinemessages.gateway.shared.SharedProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The guide's tables say what the code says. */
class GuideTest {

    private static final Path GUIDE = Path.of("src/docs/guide");

    @Test
    void the_table_of_meters_is_the_catalogue() throws IOException {
        List<String> rows =
                Arrays.stream(GatewayMeter.values()).map(GuideTest::row).toList();
        assertThat(page("watch.md").lines().filter(line -> line.startsWith("| `gateway_")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void the_table_of_shared_properties_has_each_of_them() throws IOException {
        String page = page("share.md");
        assertThat(SharedProperties.class.getRecordComponents())
                .extracting(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .allSatisfy(name -> assertThat(page).containsPattern("\\| .*`" + name + "`.* \\|"));
    }

    @Test
    void callers_are_told_their_next_step_for_each_status() throws IOException {
        String page = page("call.md");
        assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::status).distinct())
                .allSatisfy(status ->
                        assertThat(page).containsPattern("(?m)^\\| [0-9, ]*\\b" + status + "\\b[0-9, ]* \\|"));
    }

    @Test
    void each_printed_cache_status_is_one_that_the_openapi_document_allows() throws IOException {
        String document = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        var pattern =
                Pattern.compile("pattern: '(\\^offline-messages-gateway[^']+)'").matcher(document);
        assertThat(pattern.find()).isTrue();
        List<String> printed = Pattern.compile("`((?:hit|fwd=|detail=)[^`]*)`(?=[^|\n]*\\|)")
                .matcher(page("call.md"))
                .results()
                .map(status -> "offline-messages-gateway; " + status.group(1))
                .toList();
        assertThat(printed)
                .hasSizeGreaterThan(9)
                .allSatisfy(status -> assertThat(status).matches(pattern.group(1)));
    }

    @ParameterizedTest
    @CsvSource({"README.md, 6", "src/docs/guide/speed.md, 12"})
    void figures_of_speed_are_those_of_the_stored_run(Path page, int atLeast) throws IOException {
        List<String> stored = Files.readAllLines(Path.of("src/bench/results/table.md"));
        var repeated = Pattern.compile("(?s)<!-- table\\.md: [^\n]+ -->\n(.*?)<!-- end -->")
                .matcher(Files.readString(page))
                .results()
                .flatMap(part -> part.group(1).lines())
                .filter(line -> !line.isEmpty());
        assertThat(repeated).hasSizeGreaterThan(atLeast).isSubsetOf(stored);
    }

    private static String row(GatewayMeter meter) {
        String tags = meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
        return "| `" + SeriesName.of(meter) + "` | " + tags + " | " + meter.description() + " |";
    }

    private static String page(String name) throws IOException {
        return Files.readString(GUIDE.resolve(name));
    }
}
