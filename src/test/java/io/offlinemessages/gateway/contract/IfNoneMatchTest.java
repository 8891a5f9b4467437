package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfNoneMatchTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\"",
                "W/\"a\"",
                " \"a\" ",
                "\"b\",\"a\"",
                "\"b\" , W/\"a\"",
                "*",
                " * ",
                "\"a\", nonsense",
                ", \"a\"",
                ",\t,\"b\",, ,\"a\","
            })
    void these_name_the_validator(String field) {
        assertThat(IfNoneMatch.anyMatches(List.of(field), "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\"A\"",
                "\"b\"",
                "w/\"a\"",
                "nonsense, \"a\"",
                "\"a",
                "\"b\" \"a\"",
                "*, \"b\"",
                ",",
                "\"b\",, ",
                ", nonsense, \"a\""
            })
    void these_do_not(String field) {
        assertThat(IfNoneMatch.anyMatches(List.of(field), "\"a\"")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0x1F, false",
        "0x20, false",
        "0x21, true",
        "0x23, true",
        "0x7E, true",
        "0x7F, false",
        "0x80, true",
        "0xFF, true",
        "0x100, false"
    })
    void what_stands_behind_a_tag_counts_only_if_the_tag_is_one(int character, boolean isTag) {
        String tag = '"' + Character.toString(character) + '"';

        assertThat(IfNoneMatch.anyMatches(List.of(tag + ", \"a\""), "\"a\"")).isEqualTo(isTag);
    }

    @Test
    void any_of_several_fields_may_name_it_and_no_field_names_nothing() {
        assertThat(IfNoneMatch.anyMatches(List.of("\"b\"", "\"a\""), "\"a\"")).isTrue();
        assertThat(IfNoneMatch.anyMatches(List.of(), "\"a\"")).isFalse();
    }
}
