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
    void these_fields_match_the_validator(String field) {
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
    void these_fields_do_not_match_the_validator(String field) {
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
    void the_list_goes_on_behind_well_formed_tags_only(int character, boolean isTag) {
        String tag = '"' + Character.toString(character) + '"';

        assertThat(IfNoneMatch.anyMatches(List.of(tag + ", \"a\""), "\"a\"")).isEqualTo(isTag);
    }

    @Test
    void any_of_several_fields_may_match_and_without_a_field_nothing_matches() {
        assertThat(IfNoneMatch.anyMatches(List.of("\"b\"", "\"a\""), "\"a\"")).isTrue();
        assertThat(IfNoneMatch.anyMatches(List.of(), "\"a\"")).isFalse();
    }
}
