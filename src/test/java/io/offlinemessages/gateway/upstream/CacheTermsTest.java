package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the header fields of an answer; several in a row are parted by {@code &}. */
class CacheTermsTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: no-store                                                             | NO_STORE
            Cache-Control: NO-STORE, max-age=60                                                 | NO_STORE
            Cache-Control: no-cache, no-store, max-age=0, must-revalidate & Pragma: no-cache & Expires: 0 | NO_STORE
            Cache-Control: max-age=60 & Cache-Control: no-cache                                 | NO_CACHE
            Cache-Control: no-cache="Set-Cookie"                                                | NO_CACHE
            Cache-Control: no-store="x"                                                         | NO_STORE
            Pragma: no-cache                                                                    | PRAGMA
            Pragma: No-Cache                                                                    | PRAGMA
            Pragma: x, no-cache                                                                 | PRAGMA
            Vary: *                                                                             | VARY
            Vary: Accept, *                                                                     | VARY
            Vary: Accept & Vary: *                                                              | VARY
            """)
    void these_fields_forbid_storing(String fields, Prohibition prohibition) {
        CacheTerms terms = read(fields);

        assertThat(terms.prohibition()).isEqualTo(prohibition);
        assertThat(terms.allowStoring()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Cache-Control: ",
                "Cache-Control: private",
                "Cache-Control: private=\"x\"",
                "Cache-Control: public, immutable",
                "Cache-Control: x=\"no-store\"",
                "Cache-Control: private & Pragma: no-cache",
                "Pragma: x",
                "Vary: Authorization, Accept-Encoding, Cookie, X-Request-Id",
                "Vary: x*",
                "Age: x",
                "Date: Fri, 06 Nov 2020 08:49:37 GMT",
                "Last-Modified: Fri, 06 Nov 2020 08:49:37 GMT",
            })
    void these_fields_set_no_terms(String fields) {
        assertThat(read(fields)).isEqualTo(CacheTerms.UNSAID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: max-age=10                                                           | 10
            Cache-Control: max-age=10 & Age: 4                                                  | 6
            Cache-Control: s-maxage=1                                                           | 1
            Cache-Control: s-maxage=1, max-age=60                                               | 1
            Cache-Control: s-maxage=60, max-age=1                                               | 1
            Cache-Control: s-maxage=60 & Expires: Fri, 06 Nov 2026 08:49:47 GMT                 | 10
            Expires: Fri, 06 Nov 2026 08:49:47 GMT                                              | 10
            Expires: Friday, 06-Nov-26 08:49:47 GMT                                             | 10
            Expires: Fri Nov  6 08:49:47 2026                                                   | 10
            Expires: Fri, 06 Nov 2026 08:49:47 GMT & Age: 4                                     | 6
            Expires: Fri, 06 Nov 2026 08:49:47 GMT & Date: Fri, 06 Nov 2026 08:49:17 GMT        | 30
            Expires: Fri, 06 Nov 2026 08:49:47 GMT & Date: Fri, 06 Nov 2026 08:49:46 GMT        | 1
            Expires: Fri, 06 Nov 2026 08:49:47 GMT & Date: today                                | 10
            Expires: Fri, 06 Nov 2026 08:49:47 GMT & Expires: Fri, 06 Nov 2026 08:49:47 GMT     | 10
            Cache-Control: max-age=10 & Expires: 0                                              | 10
            Cache-Control: max-age=10 & Expires: Sat, 06 Nov 2027 08:49:37 GMT                  | 10
            Cache-Control: max-age=99999999999999999999                                         | 2147483648
            """)
    void freshness_ends_when_the_upstream_says(String fields, long freshFor) {
        CacheTerms terms = read(fields);

        assertThat(terms.freshFor()).isEqualTo(freshFor);
        assertThat(terms.prohibition()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: max-age=0                                                            | MAX_AGE
            Cache-Control: max-age=0, s-maxage=60                                               | MAX_AGE
            Cache-Control: max-age=0 & Expires: Sat, 06 Nov 2027 08:49:37 GMT                   | MAX_AGE
            Cache-Control: max-age=never                                                        | MAX_AGE
            Cache-Control: max-age=-1                                                           | MAX_AGE
            Cache-Control: max-age=1, max-age=60                                                | MAX_AGE
            Cache-Control: max-age=500 & Age: 500                                               | MAX_AGE
            Cache-Control: max-age=500 & Age: 99999999999999999999                              | MAX_AGE
            Cache-Control: s-maxage=0                                                           | S_MAXAGE
            Cache-Control: s-maxage=0, max-age=60                                               | S_MAXAGE
            Cache-Control: s-maxage=x                                                           | S_MAXAGE
            Expires: 0                                                                          | EXPIRES
            Expires: -1                                                                         | EXPIRES
            Expires:                                                                            | EXPIRES
            Expires: tomorrow                                                                   | EXPIRES
            Expires: Thu, 01 Jan 1970 00:00:00 GMT                                              | EXPIRES
            Cache-Control: private & Expires: Thu, 01 Jan 1970 00:00:00 GMT                     | EXPIRES
            Expires: Fri, 06 Nov 2026 08:49:37 GMT                                              | EXPIRES
            Expires: Sat, 06 Nov 2027 08:49:37 CET                                              | EXPIRES
            Expires: 2027-11-06T08:49:37Z                                                       | EXPIRES
            Expires: Sat, 06 Nov 2027 08:49:37 GMT & Date: Sun, 07 Nov 2027 08:49:37 GMT        | EXPIRES
            Expires: Sat, 06 Nov 2027 08:49:37 GMT & Expires: 0                                 | EXPIRES
            """)
    void an_answer_stale_on_arrival_may_be_stored_but_not_reused(String fields, Prohibition prohibition) {
        CacheTerms terms = read(fields);

        assertThat(terms.freshFor()).isZero();
        assertThat(terms.prohibition()).isEqualTo(prohibition);
        assertThat(terms.allowStoring()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Age: 500                      | 500
            Age: 0500                     | 500
            Age: 500, 600                 | 500
            Age: 500 & Age: 600           | 500
            Age: -500                     | 0
            Age: 1.5                      | 0
            Age: x, 500                   | 0
            Age: 99999999999999999999     | 2147483648
            """)
    void the_age_is_the_first_number_and_shortens_nothing_by_itself(String fields, long age) {
        assertThat(read(fields))
                .isEqualTo(new CacheTerms(null, CacheTerms.UNLIMITED, age, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: must-revalidate                             | 0          | 0
            Cache-Control: Must-Revalidate, max-age=60                 | 0          | 0
            Cache-Control: proxy-revalidate                            | 0          | 0
            Cache-Control: s-maxage=60                                 | 0          | 0
            Cache-Control: must-revalidate, stale-if-error=60          | 0          | 0
            Cache-Control: stale-while-revalidate=5                    | 5          | 2147483648
            Cache-Control: stale-if-error=5                            | 2147483648 | 5
            Cache-Control: stale-if-error="5"                          | 2147483648 | 5
            Cache-Control: stale-while-revalidate=0, stale-if-error=0  | 0          | 0
            Cache-Control: stale-while-revalidate, stale-if-error=x    | 0          | 0
            Cache-Control: x="must-revalidate"                         | 2147483648 | 2147483648
            """)
    void stale_answers_end_when_the_upstream_says(String fields, long whileRevalidate, long ifError) {
        CacheTerms terms = read(fields);

        assertThat(terms.staleWhileRevalidate()).isEqualTo(whileRevalidate);
        assertThat(terms.staleIfError()).isEqualTo(ifError);
    }

    @Test
    void each_prohibition_has_a_tag_of_its_own_and_names_its_field() {
        assertThat(Prohibition.values()).extracting(Prohibition::tag).doesNotHaveDuplicates();
        assertThat(Prohibition.values()).extracting(Prohibition::field).doesNotHaveDuplicates();
    }

    private static CacheTerms read(@Nullable String fields) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String field : fields == null || fields.isEmpty() ? new String[0] : fields.split(" & ")) {
            int colon = field.indexOf(':');
            headers.add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        return CacheTerms.read(headers, ARRIVAL);
    }
}
