package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class FailureTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Arguments> documentedErrors() {
        return Stream.of(
                arguments(
                        Failure.of(FailureKind.BAD_CREDENTIALS),
                        401,
                        "application/json;charset=UTF-8",
                        true,
                        "Bad credentials"),
                arguments(
                        Failure.of(FailureKind.LIST_FORBIDDEN),
                        403,
                        "application/json;charset=UTF-8",
                        true,
                        "Access is denied! Only user with Super Admin role can access the REST API"),
                arguments(
                        Failure.of(FailureKind.DETAIL_FORBIDDEN, "744"),
                        403,
                        "application/json",
                        false,
                        "{\"code\":403,\"message\":\"You don't have permission to see offline message details with Id"
                                + " 744\"}"),
                arguments(
                        Failure.of(FailureKind.INVALID_PAGE, "-2"),
                        400,
                        "application/json",
                        true,
                        "{\"error\":[{\"code\":400,\"message\":\"Invalid Page Number: -2. Please enter a valid Page"
                                + " Number.\"}]}"),
                arguments(
                        Failure.of(FailureKind.INVALID_ID, "-14"),
                        400,
                        "application/json",
                        true,
                        "{\"error\":[{\"code\":400,\"message\":\"Invalid Offline message Id: -14. Please enter a Valid"
                                + " Offline message Id.\"}]}"),
                arguments(
                        Failure.of(FailureKind.NO_RECORD, "744"),
                        404,
                        "application/json",
                        false,
                        "{\"error\":[{\"code\":404,\"message\":\"No Record found for Offline Message Id = 744. Please"
                                + " enter a another Offline Message Id.\"}]}"));
    }

    @ParameterizedTest
    @MethodSource("documentedErrors")
    void a_documented_error_is_sent_byte_for_byte(
            Failure failure, int status, String contentType, boolean challenges, String body) {
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.contentType()).isEqualTo(contentType);
        assertThat(failure.challenges()).isEqualTo(challenges);
        assertThat(text(failure)).isEqualTo(body);
        assertThat(failure.retryAfterSeconds()).isEmpty();
    }

    @Test
    void the_plain_bodies_have_their_documented_lengths() {
        assertThat(Failure.of(FailureKind.BAD_CREDENTIALS).body()).hasSize(15);
        assertThat(Failure.of(FailureKind.LIST_FORBIDDEN).body()).hasSize(73);
    }

    @Test
    void the_challenge_names_the_documented_realm() {
        assertThat(Failure.CHALLENGE).isEqualTo("Basic realm=\"revechat\"");
    }

    static Stream<Arguments> escapes() {
        return Stream.of(
                arguments("\"", "\\\""),
                arguments("\\", "\\\\"),
                arguments("\\\"}]}", "\\\\\\\"}]}"),
                arguments("a\nb", "a\\nb"),
                arguments("a\rb", "a\\rb"),
                arguments("a\tb", "a\\tb"),
                arguments("\b\f", "\\b\\f"),
                arguments("\u0000", "\\u0000"),
                arguments("\u0001", "\\u0001"),
                arguments("\u001f", "\\u001F"),
                arguments("/", "/"),
                arguments("<i>é</i>", "<i>é</i>"),
                arguments("%s", "%s"),
                arguments("$1", "$1"),
                arguments("\uD83D\uDE00", "\uD83D\uDE00"));
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void the_offending_value_is_escaped_as_json(String value, String escaped) {
        assertThat(text(Failure.of(FailureKind.INVALID_PAGE, value)))
                .isEqualTo("{\"error\":[{\"code\":400,\"message\":\"Invalid Page Number: " + escaped
                        + ". Please enter a valid Page Number.\"}]}");
    }

    @Test
    void every_character_survives_in_the_message() {
        for (int c = 0; c < Character.MIN_SURROGATE; c++) {
            String value = Character.toString(c);
            assertThat(message(Failure.of(FailureKind.INVALID_ID, value)))
                    .as("U+%04X", c)
                    .isEqualTo("Invalid Offline message Id: " + value + ". Please enter a Valid Offline message Id.");
        }
    }

    @ParameterizedTest
    @CsvSource({"63, 63, false", "64, 64, false", "65, 64, true", "5000, 64, true"})
    void a_value_over_64_characters_is_cut_and_marked(int length, int kept, boolean marked) {
        for (String character : new String[] {"x", "é", "\uD83D\uDE00", "\""}) {
            assertThat(message(Failure.of(FailureKind.INVALID_PAGE, character.repeat(length))))
                    .isEqualTo("Invalid Page Number: " + character.repeat(kept) + (marked ? "…" : "")
                            + ". Please enter a valid Page Number.");
        }
    }

    @Test
    void the_cut_never_splits_a_surrogate_pair() {
        String value = "x".repeat(63) + "\uD83D\uDE00" + "tail";

        assertThat(message(Failure.of(FailureKind.INVALID_PAGE, value)))
                .isEqualTo("Invalid Page Number: " + "x".repeat(63) + "\uD83D\uDE00…"
                        + ". Please enter a valid Page Number.");
    }

    @Test
    void half_a_surrogate_pair_still_makes_valid_json() {
        assertThat(message(Failure.of(FailureKind.INVALID_PAGE, "\uD83D"))).startsWith("Invalid Page Number: ");
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 1",
        "PT0S, 1",
        "PT0.000000001S, 1",
        "PT0.999S, 1",
        "PT1S, 1",
        "PT1.000000001S, 2",
        "PT1.5S, 2",
        "PT2S, 2",
        "PT59.001S, 60",
        "PT1H, 3600"
    })
    void retry_after_is_rounded_up_to_whole_seconds_and_is_at_least_one(Duration wait, long seconds) {
        assertThat(Failure.of(FailureKind.RATE_LIMITED, wait).retryAfterSeconds())
                .hasValue(seconds);
    }

    private static String text(Failure failure) {
        return new String(failure.body(), StandardCharsets.UTF_8);
    }

    private static String message(Failure failure) {
        return JSON.readTree(failure.body()).at("/error/0/message").asString();
    }
}
