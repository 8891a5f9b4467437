package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectivesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "no-cache",
                "private",
                "NO-STORE",
                "Private",
                " no-store ",
                "\tno-store\t",
                "max-age=60, no-store",
                "max-age=60,no-store,public",
                ",,no-store",
                "no-store,",
                "no-store=",
                "no-store=1",
                "no-cache=\"set-cookie\"",
                "private=\"x, y\"",
                "private = \"x\"",
                "ext=\"a, b\", no-store",
                "ext=\"a\\\"b\", no-store",
                "ext=\"a\\\\\", no-store",
                "ext=\"\", no-store",
                "no-store, ext=\"never closed",
                "ext=\"never closed, no-store",
                "\"never closed, no-store"
            })
    void these_fields_have_one_of_the_three_directives(String field) {
        assertThat(isThere(List.of(field))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                " ",
                "=",
                "=no-store",
                "public",
                "max-age=60",
                "max-age=0",
                "only-if-cached",
                "x=no-store",
                "x=\"no-store\"",
                "x=\"a, no-store\"",
                "x=\"a, no-store, b\", public",
                "x=\"\\\", no-store\"",
                "\"no-store\"",
                "\"a,no-store,b\"",
                "\"a\" \"b,no-store,c\"",
                "\"a\\\",no-store,b\"",
                "x=\"a\\\",no-store,b\"",
                "x-no-store",
                "no-storey",
                "no store",
                "no_store",
                "no-store;x"
            })
    void these_fields_have_none_of_the_three_directives(String field) {
        assertThat(isThere(List.of(field))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"only-if-cached", "Only-If-Cached", "max-age=0, only-if-cached", "x=\"a,b\" , only-if-cached=1"})
    void these_fields_forbid_asking_the_upstream(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).onlyIfCached()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-store", "x=\"only-if-cached\"", "x=\"a, only-if-cached\"", "only-if-cache"})
    void these_fields_allow_asking_the_upstream(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).onlyIfCached()).isFalse();
    }

    @Test
    void the_directives_of_all_fields_are_read() {
        var directives = CacheDirectives.parse(List.of("max-age=60", "public", "only-if-cached, private"));

        assertThat(directives.onlyIfCached()).isTrue();
        assertThat(directives.has("private")).isTrue();
    }

    @Test
    void a_quote_left_open_ends_with_its_field() {
        var directives = CacheDirectives.parse(List.of("x=\"never closed", "no-store"));

        assertThat(directives.has("no-store")).isTrue();
    }

    @Test
    void without_a_field_there_is_no_directive() {
        var directives = CacheDirectives.parse(List.of());

        assertThat(directives.onlyIfCached()).isFalse();
        assertThat(directives.has("no-store")).isFalse();
    }

    @Test
    void any_text_is_parsed_without_failure() {
        long seed = 20_240_611;
        var random = new Random(seed);
        String alphabet = "\"\\,= \tano-store;";
        for (int i = 0; i < 20_000; i++) {
            String field = random.ints(random.nextInt(24), 0, alphabet.length())
                    .collect(StringBuilder::new, (text, at) -> text.append(alphabet.charAt(at)), StringBuilder::append)
                    .toString();
            boolean alone = isThere(List.of(field));

            assertThat(isThere(List.of("no-store", field)))
                    .as("seed %d, field <%s>", seed, field)
                    .isTrue();
            assertThat(isThere(List.of("public", field)))
                    .as("seed %d, field <%s>", seed, field)
                    .isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-age=10                  | 10
            MAX-AGE=10                  | 10
            max-age="10"                | 10
            max-age = 10                | 10
            public, max-age=10 , x      | 10
            max-age=0                   | 0
            max-age=010                 | 10
            max-age=10, max-age=10      | 10
            max-age=10, max-age="10"    | 10
            max-age=10, max-age=60      | 0
            max-age=60, max-age=x       | 0
            max-age                     | 0
            max-age=                    | 0
            max-age=""                  | 0
            max-age="10                 | 0
            max-age=-1                  | 0
            max-age=+1                  | 0
            max-age=1.5                 | 0
            max-age=1e3                 | 0
            max-age=10s                 | 0
            max-age=10;x                | 0
            max-age=١              | 0
            max-age=2147483648          | 2147483648
            max-age=2147483649          | 2147483648
            max-age=99999999999999999999| 2147483648
            """)
    void an_invalid_or_contradictory_number_of_seconds_is_zero(String field, long seconds) {
        assertThat(CacheDirectives.parse(List.of(field)).seconds("max-age")).hasValue(seconds);
    }

    @Test
    void a_contradiction_between_two_fields_is_zero_too() {
        assertThat(CacheDirectives.parse(List.of("max-age=10", "max-age=60")).seconds("max-age"))
                .hasValue(0);
        assertThat(CacheDirectives.parse(List.of("x=\"max-age=10\"")).seconds("max-age"))
                .isEmpty();
    }

    private static boolean isThere(List<String> fields) {
        var directives = CacheDirectives.parse(fields);
        return directives.has("no-store") || directives.has("no-cache") || directives.has("private");
    }
}
