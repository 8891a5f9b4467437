package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSyntaxTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "7, 7",
        "007, 7",
        "010, 10",
        "744, 744",
        "1234567890, 1234567890",
        "9223372036854775806, 9223372036854775806",
        "9223372036854775807, 9223372036854775807",
        "00009223372036854775807, 9223372036854775807"
    })
    void digits_from_one_to_the_largest_long_are_valid_and_leading_zeros_are_dropped(String text, long value) {
        assertThat(Digits.parse(text)).hasValue(value);
        assertThat(MessageId.parse(text)).contains(new MessageId(value));
        assertThat(PageNumber.parse(text)).contains(new PageNumber(value));
    }

    @Test
    void any_number_of_leading_zeros_is_dropped() {
        assertThat(Digits.parse("0".repeat(100_000) + "744")).hasValue(744);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "000",
                "00000000000000000000000000000000",
                "-1",
                "-14",
                "+7",
                "-0",
                "--7",
                " ",
                " 7",
                "7 ",
                "7 7",
                "\t7",
                "7\n",
                "\u00a07",
                "7\u0000",
                "7.0",
                "7.",
                ".7",
                "7,000",
                "7_000",
                "7L",
                "0x1F",
                "1F",
                "1e3",
                "1E3",
                "one",
                "NaN",
                "/",
                ":",
                "7:",
                "٧",
                "٧٤٤",
                "۷",
                "७",
                "７",
                "７４４",
                "7４4",
                "²",
                "½",
                "Ⅶ",
                "\uD835\uDFD5",
                "7\u0301",
                "9223372036854775808",
                "09223372036854775808",
                "9223372036854775810",
                "9223372036854775817",
                "10000000000000000000",
                "18446744073709551616",
                "18446744073709551617",
                "99999999999999999999999999999999999999999999"
            })
    void every_other_text_is_invalid(String text) {
        assertThat(Digits.parse(text)).isEmpty();
        assertThat(MessageId.parse(text)).isEmpty();
        assertThat(PageNumber.parse(text)).isEmpty();
    }

    @Test
    void no_single_character_but_the_digits_one_to_nine_is_a_number() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            assertThat(Digits.parse(String.valueOf(c)).isPresent())
                    .as("U+%04X", (int) c)
                    .isEqualTo(c >= '1' && c <= '9');
        }
    }

    @Test
    void ids_and_pages_print_as_their_number() {
        assertThat(MessageId.parse("00744")).map(MessageId::toString).contains("744");
        assertThat(PageNumber.parse("007")).map(PageNumber::toString).contains("7");
        assertThat(PageNumber.FIRST).isEqualTo(new PageNumber(1)).hasToString("1");
    }
}
