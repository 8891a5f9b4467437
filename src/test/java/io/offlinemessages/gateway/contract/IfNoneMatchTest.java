package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfNoneMatchTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "W/\"a\"", " \"a\" ", "\"b\",\"a\"", "\"b\" , W/\"a\"", "*", " * ", "\"a\", nonsense"})
    void these_name_the_validator(String field) {
        assertThat(IfNoneMatch.anyMatches(List.of(field), "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"A\"", "\"b\"", "w/\"a\"", "nonsense, \"a\"", "\"a", "\"b\" \"a\"", "*, \"b\""})
    void these_do_not(String field) {
        assertThat(IfNoneMatch.anyMatches(List.of(field), "\"a\"")).isFalse();
    }

    @Test
    void any_of_several_fields_may_name_it_and_no_field_names_nothing() {
        assertThat(IfNoneMatch.anyMatches(List.of("\"b\"", "\"a\""), "\"a\"")).isTrue();
        assertThat(IfNoneMatch.anyMatches(List.of(), "\"a\"")).isFalse();
    }
}
