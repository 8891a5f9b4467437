package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code .github/SECURITY.md} names tests that there are. */
class SecurityPolicyTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final String THREATS = "## Threats";

    private final String policy = Files.readString(Path.of(".github/SECURITY.md"));

    SecurityPolicyTest() throws IOException {}

    @Test
    void every_test_that_it_names_exists() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            Set<String> sources =
                    files.map(Path::getFileName).map(Path::toString).collect(Collectors.toSet());
            assertThat(TEST.matcher(policy).results().map(SecurityPolicyTest::source))
                    .isNotEmpty()
                    .allSatisfy(source ->
                            assertThat(sources.contains(source)).as(source).isTrue());
        }
    }

    @Test
    void each_threat_has_a_test() {
        String table = policy.substring(policy.indexOf(THREATS));
        assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(1))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsPattern(TEST));
    }

    private static String source(MatchResult name) {
        return name.group(1) + ".java";
    }
}
