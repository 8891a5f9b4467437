package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class FreshnessRulesTest {

    /** Close to the overflow of a long, where differences still hold. */
    private static final long STORED_AT = Long.MAX_VALUE - 1_000;

    private static final long ANY = CacheTerms.UNLIMITED;

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
        assertThat(found(rules, CacheTerms.UNSAID).at(at(age))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT0s, FRESH", "PT9.999999999s, FRESH", "PT10s, EXPIRED", "PT30s, EXPIRED"})
    void a_remembered_404_is_never_stale(Duration age, Freshness expected) {
        assertThat(notFound(CacheTerms.UNSAID).at(at(age))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 0s, 0s, PT30s, EXPIRED",
        "30s, 0s, 10s, PT30s, STALE_IF_ERROR",
        "30s, 10s, 0s, PT39s, STALE_WHILE_REVALIDATE",
        "30s, 10s, 0s, PT40s, EXPIRED",
        "0s, 0s, 20s, PT0s, STALE_IF_ERROR",
    })
    void a_window_of_zero_is_no_window(
            String ttl, String whileRevalidate, String ifError, Duration age, Freshness expected) {
        assertThat(found(rules(ttl, whileRevalidate, ifError, "0s"), CacheTerms.UNSAID)
                        .at(at(age)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DETAIL, PT0s, STALE_WHILE_REVALIDATE",
        "DETAIL, PT10s, STALE_IF_ERROR",
        "LIST, PT0s, STALE_IF_ERROR",
        "LIST, PT20s, EXPIRED",
    })
    void a_detail_that_is_never_fresh_is_served_during_a_refresh_and_a_page_only_in_place_of_errors(
            Route route, Duration age, Freshness expected) {
        var lifetime =
                rules("0s", "10s", "20s", "0s").lifetime(route, message(CacheTerms.UNSAID), STORED_AT, STORED_AT);

        assertThat(Objects.requireNonNull(lifetime).at(at(age))).isEqualTo(expected);
    }

    @Test
    void pages_have_times_of_their_own() {
        var rules = new FreshnessRules(new CacheProperties(
                UpstreamDirectives.OBEY,
                parse("30s"),
                parse("20s"),
                parse("600s"),
                parse("10s"),
                DataSize.ofMegabytes(1),
                new CacheProperties.Pages(parse("1s"), parse("2s"), parse("3s"), true)));

        assertThat(rules.lifetime(Route.LIST, message(CacheTerms.UNSAID), STORED_AT, STORED_AT))
                .isEqualTo(new Lifetime(STORED_AT, 0, nanos(1), nanos(2), nanos(3)));
        assertThat(rules.lifetime(Route.DETAIL, message(CacheTerms.UNSAID), STORED_AT, STORED_AT))
                .isEqualTo(new Lifetime(STORED_AT, 0, nanos(30), nanos(20), nanos(600)));
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_PAGE", "LIST_FORBIDDEN"})
    void no_error_of_the_list_is_remembered(FailureKind kind) {
        var denied = new Outcome.Denied(Failure.of(kind, "7"), CacheTerms.UNSAID, true);

        assertThat(rules.lifetime(Route.LIST, denied, STORED_AT, STORED_AT)).isNull();
    }

    /** The operator's times are 30 s, 20 s and 600 s. */
    @ParameterizedTest
    @CsvSource({
        // What the upstream says                    what holds
        "ANY, ANY, ANY,                              30, 20, 600",
        "10,  ANY, ANY,                              10, 20, 600",
        "60,  ANY, ANY,                              30, 20, 600",
        "ANY, 5,   ANY,                              30, 5,  600",
        "ANY, 60,  ANY,                              30, 20, 600",
        "ANY, ANY, 60,                               30, 20, 60",
        "ANY, ANY, 6000,                             30, 20, 600",
        "10,  0,   0,                                10, 0,  0",
        "0,   ANY, ANY,                              0,  0,  600",
        "0,   5,   ANY,                              0,  5,  600",
        "0,   0,   60,                               0,  0,  60",
    })
    void the_upstream_makes_each_time_shorter_and_none_longer(
            String fresh, String whileRevalidate, String ifError, long freshFor, long swr, long sie) {
        var terms = new CacheTerms(null, seconds(fresh), 0, seconds(whileRevalidate), seconds(ifError));

        assertThat(found(rules, terms)).isEqualTo(new Lifetime(STORED_AT, 0, nanos(freshFor), nanos(swr), nanos(sie)));
    }

    @Test
    void a_404_is_fresh_no_longer_than_the_upstream_says() {
        assertThat(notFound(new CacheTerms(null, 4, 0, ANY, ANY)).freshFor()).isEqualTo(nanos(4));
        assertThat(notFound(new CacheTerms(null, 400, 0, ANY, ANY)).freshFor()).isEqualTo(nanos(10));
        assertThat(rules.lifetime(
                        Route.DETAIL,
                        noRecord(new CacheTerms(Prohibition.MAX_AGE, 0, 0, ANY, ANY)),
                        STORED_AT,
                        STORED_AT))
                .isNull();
    }

    @Test
    void an_answer_that_expires_at_once_is_not_stored() {
        assertThat(rules.lifetime(
                        Route.DETAIL, message(new CacheTerms(Prohibition.MAX_AGE, 0, 0, 0, 0)), STORED_AT, STORED_AT))
                .isNull();
        assertThat(rules("0s", "0s", "0s", "0s")
                        .lifetime(Route.DETAIL, message(CacheTerms.UNSAID), STORED_AT, STORED_AT))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_STORE", "NO_CACHE", "PRAGMA", "VARY"})
    void an_answer_that_must_not_be_stored_has_no_lifetime(Prohibition prohibition) {
        var terms = new CacheTerms(prohibition, ANY, 0, ANY, ANY);

        assertThat(rules.lifetime(Route.DETAIL, message(terms), STORED_AT, STORED_AT))
                .isNull();
        assertThat(rules.lifetime(Route.DETAIL, noRecord(terms), STORED_AT, STORED_AT))
                .isNull();
    }

    @Test
    void the_upstreams_times_count_from_when_it_was_asked_and_the_operators_from_its_answer() {
        var terms = new CacheTerms(null, 10, 5, ANY, ANY);
        long asked = STORED_AT - Duration.ofMillis(3_900).toNanos();
        Lifetime lifetime = Objects.requireNonNull(rules.lifetime(Route.DETAIL, message(terms), asked, STORED_AT));
        Lifetime unlimited =
                Objects.requireNonNull(rules.lifetime(Route.DETAIL, message(CacheTerms.UNSAID), asked, STORED_AT));

        assertThat(lifetime.freshFor()).isEqualTo(nanos(7));
        assertThat(lifetime.ageSeconds(at(Duration.ofSeconds(1)))).isEqualTo(5 + 3 + 1);
        assertThat(unlimited.freshFor()).isEqualTo(nanos(30));
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
        Lifetime lifetime = found(rules, CacheTerms.UNSAID);
        Lifetime older = found(rules, new CacheTerms(null, ANY, 500, ANY, ANY));

        assertThat(lifetime.ageSeconds(at(age))).isEqualTo(ageSeconds);
        assertThat(lifetime.ttlSeconds(at(age))).isEqualTo(ttlSeconds);
        assertThat(older.ageSeconds(at(age))).isEqualTo(500 + ageSeconds);
        assertThat(older.ttlSeconds(at(age))).isEqualTo(ttlSeconds);
    }

    @Test
    void the_ttl_of_a_404_is_its_own() {
        assertThat(notFound(CacheTerms.UNSAID).ttlSeconds(at(Duration.ofSeconds(4))))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"30s, 20s, 600s, PT630s", "30s, 600s, 20s, PT630s", "30s, 0s, 0s, PT30s"})
    void a_message_is_kept_as_long_as_it_can_be_of_use(
            String ttl, String whileRevalidate, String ifError, Duration kept) {
        assertThat(found(rules(ttl, whileRevalidate, ifError, "10s"), CacheTerms.UNSAID)
                        .keptFor())
                .isEqualTo(kept.toNanos());
    }

    @Test
    void a_404_is_kept_for_its_own_time() {
        assertThat(notFound(CacheTerms.UNSAID).keptFor()).isEqualTo(nanos(10));
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
        assertThat(rules.retryAt(failures, asked, STORED_AT)).isEqualTo(at(wait));
    }

    private Lifetime notFound(CacheTerms terms) {
        return Objects.requireNonNull(rules.lifetime(Route.DETAIL, noRecord(terms), STORED_AT, STORED_AT));
    }

    /** Of a detail, and of a page where it has the same times. */
    private static Lifetime found(FreshnessRules rules, CacheTerms terms) {
        Lifetime detail = Objects.requireNonNull(rules.lifetime(Route.DETAIL, message(terms), STORED_AT, STORED_AT));
        assertThat(rules.lifetime(Route.LIST, message(terms), STORED_AT, STORED_AT))
                .isEqualTo(detail);
        return detail;
    }

    private static Outcome message(CacheTerms terms) {
        return new Outcome.Found(new byte[0], List.of(), terms);
    }

    private static Outcome noRecord(CacheTerms terms) {
        return new Outcome.Denied(Failure.of(FailureKind.NO_RECORD), terms, true);
    }

    private static long at(Duration age) {
        return STORED_AT + age.toNanos();
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static long seconds(String text) {
        return text.equals("ANY") ? ANY : Long.parseLong(text);
    }

    private static FreshnessRules rules(String ttl, String whileRevalidate, String ifError, String notFound) {
        return new FreshnessRules(new CacheProperties(
                UpstreamDirectives.OBEY,
                parse(ttl),
                parse(whileRevalidate),
                parse(ifError),
                parse(notFound),
                DataSize.ofMegabytes(1),
                new CacheProperties.Pages(parse(ttl), parse(whileRevalidate), parse(ifError), true)));
    }

    private static Duration parse(String text) {
        return Duration.parse("PT" + text);
    }
}
