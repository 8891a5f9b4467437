package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void these_forbid_storing(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).allowStoring()).isFalse();
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
    void these_do_not_forbid_storing(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).allowStoring()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"only-if-cached", "Only-If-Cached", "max-age=0, only-if-cached", "x=\"a,b\" , only-if-cached=1"})
    void these_forbid_asking_the_upstream(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).onlyIfCached()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-store", "x=\"only-if-cached\"", "x=\"a, only-if-cached\"", "only-if-cache"})
    void these_allow_asking_the_upstream(String field) {
        assertThat(CacheDirectives.parse(List.of(field)).onlyIfCached()).isFalse();
    }

    @Test
    void directives_of_all_fields_count() {
        var directives = CacheDirectives.parse(List.of("max-age=60", "public", "only-if-cached, private"));

        assertThat(directives.onlyIfCached()).isTrue();
        assertThat(directives.allowStoring()).isFalse();
    }

    @Test
    void a_quote_left_open_ends_with_its_field() {
        var directives = CacheDirectives.parse(List.of("x=\"never closed", "no-store"));

        assertThat(directives.allowStoring()).isFalse();
    }

    @Test
    void no_field_forbids_nothing() {
        var directives = CacheDirectives.parse(List.of());

        assertThat(directives.onlyIfCached()).isFalse();
        assertThat(directives.allowStoring()).isTrue();
    }

    @Test
    void no_text_makes_reading_fail() {
        long seed = 20_240_611;
        var random = new Random(seed);
        String alphabet = "\"\\,= \tano-store;";
        for (int i = 0; i < 20_000; i++) {
            String field = random.ints(random.nextInt(24), 0, alphabet.length())
                    .collect(StringBuilder::new, (text, at) -> text.append(alphabet.charAt(at)), StringBuilder::append)
                    .toString();
            boolean alone = CacheDirectives.parse(List.of(field)).allowStoring();

            assertThat(CacheDirectives.parse(List.of("no-store", field)).allowStoring())
                    .as("seed %d, field <%s>", seed, field)
                    .isFalse();
            assertThat(CacheDirectives.parse(List.of("public", field)).allowStoring())
                    .as("seed %d, field <%s>", seed, field)
                    .isEqualTo(alone);
        }
    }
}
