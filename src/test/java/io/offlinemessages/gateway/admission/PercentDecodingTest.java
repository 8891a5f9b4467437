package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentDecodingTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "abc, abc, abc",
        "a+b, a+b, a b",
        "a%2Bb, a+b, a+b",
        "%41%6a%6A, Ajj, Ajj",
        "%C3%A9, é, é",
        "é, é, é",
        "é%20, 'é ', 'é '",
        "%F0%9F%98%80, \uD83D\uDE00, \uD83D\uDE00",
        "\uD83D\uDE00%20x, \uD83D\uDE00 x, \uD83D\uDE00 x",
        "%, %, %",
        "%%, %%, %%",
        "%4, %4, %4",
        "a%4, a%4, a%4",
        "%g0, %g0, %g0",
        "%0g, %0g, %0g",
        "%+1, %+1, % 1",
        "%-1, %-1, %-1",
        "%%41, %A, %A",
        "%2541, %41, %41",
        "%４１, %４１, %４１",
        "%FF, \ufffd, \ufffd",
        "%C3, \ufffd, \ufffd",
        "%C3x, \ufffdx, \ufffdx"
    })
    void a_segment_and_a_query_are_decoded(String raw, String segment, String query) {
        assertThat(PercentDecoding.segment(raw)).isEqualTo(segment);
        assertThat(PercentDecoding.query(raw)).isEqualTo(query);
    }

    @Test
    void text_that_the_platform_encodes_is_decoded_as_by_the_platform() {
        long seed = 3_986;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(8), 0, 0x10FFFF)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .forEach(text::appendCodePoint);
            String encoded = URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);

            assertThat(PercentDecoding.query(encoded))
                    .as("seed %d, case %d, %s", seed, i, encoded)
                    .isEqualTo(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
                    .isEqualTo(text.toString());
        }
    }
}
