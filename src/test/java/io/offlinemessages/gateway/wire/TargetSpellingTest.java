package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetSpellingTest {

    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

    @Test
    void any_target_is_spelled_so_that_the_platform_parses_it_and_it_means_the_same() {
        long seed = 3_986;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            String target = "/x"
                    + random.ints(random.nextInt(12), 0, 256)
                            .mapToObj(c -> random.nextInt(4) == 0 ? "%" : Character.toString(c))
                            .collect(Collectors.joining());
            String label = "seed %d, case %d, %s".formatted(seed, i, target);

            String spelled = TargetSpelling.parseable(target);

            assertThat(URI.create(spelled)).as(label).hasToString(spelled);
            assertThat(TargetSpelling.parseable(spelled)).as(label).isSameAs(spelled);
            assertThat(octets(spelled)).as(label).isEqualTo(octets(target));
        }
    }

    /** Path and query, decoded to octets. */
    private static List<String> octets(String target) {
        return Stream.of(target.split("\\?", 2))
                .map(part -> ESCAPED.matcher(part)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16)))))
                .toList();
    }
}
