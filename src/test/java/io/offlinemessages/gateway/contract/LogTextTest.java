package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class LogTextTest {

    static final List<Arguments> TEXTS = List.of(
            arguments("ordinary", "ordinary"),
            arguments("größer, 東京 and 😀", "größer, 東京 and 😀"),
            arguments("\u001b[2J and \u0007", "\\u001b[2J and \\u0007"),
            arguments("a\r\n2026-01-01 ERROR forged", "a\\u000d\\u000a2026-01-01 ERROR forged"),
            arguments("a\u0085b\u2028c\u2029d", "a\\u0085b\\u2028c\\u2029d"),
            arguments("\u202eright to left", "\\u202eright to left"),
            arguments("half \ud83d a pair", "half \\ud83d a pair"),
            arguments("\u009b31m", "\\u009b31m"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void only_visible_characters_stay_as_they_are(String text, String expected) {
        assertThat(LogText.escaped(text)).isEqualTo(expected);
    }

    @Test
    void long_text_is_cut() {
        assertThat(LogText.escaped("x".repeat(500))).hasSize(500);
        assertThat(LogText.escaped("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
    }
}
