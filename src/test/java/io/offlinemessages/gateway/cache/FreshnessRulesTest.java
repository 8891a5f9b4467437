package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class FreshnessRulesTest {

    /** Close to the overflow of a long, where differences still hold. */
    private static final long STORED_AT = Long.MAX_VALUE - 1_000;

    private static final Representation BODY = Representation.of("{}".getBytes(UTF_8));

    private final FreshnessRules rules = rules("30s", "20s", "600s", "10s");

    @ParameterizedTest
    @CsvSource({
        "PT0s, FRESH",
        "PT29.999999999s, FRESH",
        "PT30s, STALE_WHILE_REVALIDATE",
        "PT49.999999999s, STALE_WHILE_REVALIDATE",
        "PT50s, STALE_IF_ERROR",
        "PT629.999999999s, STALE_IF_ERROR",
        "PT630s, EXPIRED",
        "PT999999s, EXPIRED",
    })
    void a_message_goes_from_fresh_to_expired(Duration age, Freshness expected) {
        assertThat(rules.of(StoredAnswer.found(BODY, STORED_AT), at(age))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT0s, FRESH", "PT9.999999999s, FRESH", "PT10s, EXPIRED", "PT30s, EXPIRED"})
    void a_remembered_404_is_never_stale(Duration age, Freshness expected) {
        assertThat(rules.of(StoredAnswer.notFound(STORED_AT), at(age))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 0s, 0s, PT30s, EXPIRED",
        "30s, 0s, 10s, PT30s, STALE_IF_ERROR",
        "30s, 10s, 0s, PT39s, STALE_WHILE_REVALIDATE",
        "30s, 10s, 0s, PT40s, EXPIRED",
        "0s, 10s, 20s, PT0s, STALE_WHILE_REVALIDATE",
        "0s, 0s, 20s, PT0s, STALE_IF_ERROR",
        "0s, 0s, 0s, PT0s, EXPIRED",
    })
    void a_window_of_zero_is_no_window(
            String ttl, String whileRevalidate, String ifError, Duration age, Freshness expected) {
        assertThat(rules(ttl, whileRevalidate, ifError, "0s").of(StoredAnswer.found(BODY, STORED_AT), at(age)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0s, 0, 30",
        "PT0.999s, 0, 30",
        "PT1s, 1, 29",
        "PT29.9s, 29, 1",
        "PT30s, 30, 0",
        "PT31s, 31, -1",
        "PT100s, 100, -70"
    })
    void age_and_ttl_are_whole_seconds(Duration age, long ageSeconds, long ttlSeconds) {
        var answer = StoredAnswer.found(BODY, STORED_AT);

        assertThat(rules.ageSeconds(answer, at(age))).isEqualTo(ageSeconds);
        assertThat(rules.ttlSeconds(answer, at(age))).isEqualTo(ttlSeconds);
    }

    @Test
    void the_ttl_of_a_404_is_its_own() {
        assertThat(rules.ttlSeconds(StoredAnswer.notFound(STORED_AT), at(Duration.ofSeconds(4))))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"30s, 20s, 600s, PT630s", "30s, 600s, 20s, PT630s", "30s, 0s, 0s, PT30s", "0s, 0s, 0s, PT0s"})
    void a_message_is_kept_as_long_as_it_can_be_of_use(
            String ttl, String whileRevalidate, String ifError, Duration kept) {
        assertThat(rules(ttl, whileRevalidate, ifError, "10s").keptFor(StoredAnswer.found(BODY, STORED_AT)))
                .isEqualTo(kept.toNanos());
    }

    @Test
    void a_404_is_kept_for_its_own_time() {
        assertThat(rules.keptFor(StoredAnswer.notFound(STORED_AT)))
                .isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0s, PT1s",
        "1, PT0s, PT2s",
        "2, PT0s, PT4s",
        "3, PT0s, PT8s",
        "4, PT0s, PT16s",
        "5, PT0s, PT32s",
        "6, PT0s, PT32s",
        "100, PT0s, PT32s",
        "0, PT60s, PT60s",
        "5, PT31s, PT32s",
        "5, PT33s, PT33s",
    })
    void the_wait_doubles_to_32_seconds_but_is_never_shorter_than_the_upstream_asks(
            int failures, Duration asked, Duration wait) {
        var answer = new StoredAnswer(BODY, STORED_AT, failures, STORED_AT);

        assertThat(rules.retryAt(answer, asked, STORED_AT)).isEqualTo(at(wait));
    }

    private static long at(Duration age) {
        return STORED_AT + age.toNanos();
    }

    private static FreshnessRules rules(String ttl, String whileRevalidate, String ifError, String notFound) {
        return new FreshnessRules(new CacheProperties(
                parse(ttl), parse(whileRevalidate), parse(ifError), parse(notFound), DataSize.ofMegabytes(1)));
    }

    private static Duration parse(String text) {
        return Duration.parse("PT" + text);
    }
}
