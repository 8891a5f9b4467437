package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-06T08:49:37.250Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'0'|1s",
                "'1'|1s",
                "'30'|30s",
                "' 30 '|30s",
                "'007'|7s",
                "'0000000000000000000007'|7s",
                "'3600'|3600s",
                "'3601'|3600s",
                "'999999999999999999'|3600s",
                "'Fri, 06 Nov 2026 08:50:07 GMT'|29.75s",
                "'Friday, 06-Nov-26 08:50:07 GMT'|29.75s",
                "'Fri Nov  6 08:50:07 2026'|29.75s",
                "'Wednesday, 11-Nov-26 08:50:07 GMT'|3600s",
                "'Fri, 06 Nov 2026 08:49:38 GMT'|1s",
                "'Fri, 06 Nov 2026 08:49:37 GMT'|1s",
                "'Sun, 06 Nov 1994 08:49:37 GMT'|1s",
                "'Fri, 06 Nov 2026 09:49:37 GMT'|3599.75s",
                "'Fri, 06 Nov 2026 10:00:00 GMT'|3600s",
                "'Sat, 06 Nov 2099 08:49:37 GMT'|3600s",
            })
    void a_wait_that_the_upstream_asks_for_is_kept_between_a_second_and_an_hour(String field, String wait) {
        assertThat(RetryAfter.parse(field, CLOCK)).isEqualTo(Duration.parse("PT" + wait));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "' '",
        "'-1'",
        "'+30'",
        "'30s'",
        "'1.5'",
        "'0x10'",
        "'\u0663\u0660'",
        "'soon'",
        "'Fri, 06 Nov'",
        "'Fri, 06 Nov 2026 08:50:07 GMT, or a little later, as soon as there is room again'",
        "'30, 60'"
    })
    void a_malformed_wait_counts_as_a_minute(String field) {
        assertThat(RetryAfter.parse(field, CLOCK)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void an_absent_wait_counts_as_a_minute() {
        assertThat(RetryAfter.parse(null, CLOCK)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void seconds_beyond_any_number_count_as_the_longest_wait() {
        assertThat(RetryAfter.parse("9".repeat(40), CLOCK)).isEqualTo(RetryAfter.LONGEST);
    }
}
