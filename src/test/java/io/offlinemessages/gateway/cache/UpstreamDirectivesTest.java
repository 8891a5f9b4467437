package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the upstream's header fields do to what is stored. */
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass(name = "{0}")
@EnumSource
class UpstreamDirectivesTest {

    private static final String STATUS = "offline-messages-gateway; ";
    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private CacheHarness harness = new CacheHarness();

    private final Route route;
    private final CanonicalRequest key;

    UpstreamDirectivesTest(Route route) {
        this.route = route;
        this.key = request(route, "jane", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-store",
                "Cache-Control: max-age=60, no-cache",
                "Cache-Control: no-cache=\"x\"",
                "Pragma: no-cache",
                "Vary: *",
                "Cache-Control: max-age=0, must-revalidate",
                "Cache-Control: s-maxage=0",
            })
    void an_answer_that_forbids_storing_or_all_use_is_not_stored(String field) {
        var answer = harness.load(key, found(key, "a", field));
        assertThat(body(answer)).isEqualTo(json(key, "a"));
        assertThat(answer.provenance())
                .isEqualTo(new CacheStatus(CacheResult.MISS, STATUS + "fwd=miss", OptionalLong.empty()));

        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: private", "Cache-Control: private=\"x\"", "Vary: Authorization, Cookie"})
    void a_directive_for_shared_caches_has_no_effect(String field) {
        assertThat(harness.load(key, found(key, "a", field)).provenance().cacheStatus())
                .isEqualTo(STATUS + "fwd=miss; stored");
        assertThat(harness.stored(key).provenance().cacheStatus()).isEqualTo(STATUS + "hit; ttl=30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=0",
                "Cache-Control: max-age=x",
                "Cache-Control: private & Expires: Thu, 01 Jan 1970 00:00:00 GMT",
                "Expires: 0",
                "Cache-Control: max-age=500 & Age: 500",
            })
    void an_answer_stale_on_arrival_is_served_only_in_place_of_errors(String fields) {
        assertThat(harness.load(key, found(key, "a", fields.split(" & ")))
                        .provenance()
                        .cacheStatus())
                .isEqualTo(STATUS + "fwd=miss; stored");
        assertThat(harness.cache.fresh(key)).isNull();

        assertThat(body(harness.load(key, found(key, "b", fields.split(" & ")))))
                .isEqualTo(json(key, "b"));
        var stale = harness.load(key, error(500));
        assertThat(body(stale)).isEqualTo(json(key, "b"));
        assertThat(stale.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=stale; ttl=0; detail=stale-if-error");
    }

    @Test
    void concurrent_callers_share_an_answer_stale_on_arrival() {
        var first = harness.start(key);
        var call = harness.origin.next();
        var second = harness.start(key);
        call.answer(found(key, "a", "Cache-Control: max-age=0, must-revalidate"));

        assertThat(body(first.join())).isEqualTo(json(key, "a"));
        assertThat(body(second.join())).isEqualTo(json(key, "a"));
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cache-Control: max-age=7                                                     | 7  | 0
            Cache-Control: max-age=7 & Expires: 0                                        | 7  | 0
            Cache-Control: s-maxage=7, max-age=60                                        | 7  | 0
            Cache-Control: max-age=507 & Age: 500                                        | 7  | 500
            Date: Fri, 06 Nov 2026 08:49:30 GMT & Expires: Fri, 06 Nov 2026 08:49:37 GMT | 7  | 0
            Cache-Control: max-age=600                                                   | 30 | 0
            Cache-Control: max-age=600 & Age: 500                                        | 30 | 500
            Age: 500                                                                     | 30 | 500
            """)
    void an_answer_is_fresh_for_the_shorter_of_both_times_and_has_the_upstreams_age(String fields, long ttl, long age) {
        var miss = harness.load(key, found(key, "a", fields.split(" & ")));
        assertThat(miss.provenance().age()).isEqualTo(age == 0 ? OptionalLong.empty() : OptionalLong.of(age));
        harness.ticker.advance(Duration.ofSeconds(ttl).minusNanos(1));

        assertThat(harness.stored(key).provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=1", OptionalLong.of(age + ttl - 1)));
        assertThat(harness.cache.fresh(key))
                .extracting("ageSeconds", "ttlSeconds")
                .containsExactly(age + ttl - 1, 1L);

        harness.ticker.advance(Duration.ofNanos(1));
        assertThat(harness.cache.fresh(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "must-revalidate",
                "Must-Revalidate, max-age=60",
                "proxy-revalidate",
                "s-maxage=60",
                "must-revalidate, stale-while-revalidate=60, stale-if-error=60"
            })
    void an_answer_that_must_be_revalidated_is_never_served_stale(String directives) {
        harness.load(key, found(key, "a", "Cache-Control: " + directives));
        assertThat(harness.stored(key).provenance().result()).isEqualTo(CacheResult.HIT);
        harness.ticker.advance(CacheHarness.TTL);

        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void the_upstream_may_make_the_stale_windows_shorter() {
        harness.load(key, found(key, "a", "Cache-Control: stale-while-revalidate=10, stale-if-error=20"));
        harness.ticker.advance(CacheHarness.TTL.plusSeconds(10));
        assertThat(body(harness.load(key, error(500)))).isEqualTo(json(key, "a"));
        harness.ticker.advance(Duration.ofSeconds(10));

        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "no-cache", "max-age=0, must-revalidate"})
    void a_refresh_that_must_not_be_stored_ends_the_copy(String directives) {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(key);
        harness.endRefresh(found(key, "new", "Cache-Control: " + directives), "found");

        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void each_answer_that_cannot_be_reused_is_counted_and_the_first_is_logged(CapturedOutput output) {
        assertThat(forbidden()).hasSize(7).containsValue(0.0);
        harness.load(key, found(key, "a"));
        harness.load(
                request(route, "jane", 1), found(request(route, "jane", 1), "a", "Cache-Control: no-cache, no-store"));
        harness.load(request(route, "jane", 1), found(request(route, "jane", 1), "a", "Cache-Control: no-store"));
        harness.load(request(route, "jane", 1), found(request(route, "jane", 1), "a", "Vary: *"));
        harness.load(
                request(route, "jane", 1),
                found(request(route, "jane", 1), "a", "Cache-Control: private", "Expires: 0"));
        harness.load(request(route, "jane", 1), error(500));

        assertThat(forbidden())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "no_store",
                        2.0,
                        "no_cache",
                        0.0,
                        "pragma",
                        0.0,
                        "vary",
                        1.0,
                        "max_age",
                        0.0,
                        "s_maxage",
                        0.0,
                        "expires",
                        1.0));
        assertThat(output.getAll())
                .containsOnlyOnce("The upstream forbids caching, by \"Cache-Control: no-store\"")
                .containsOnlyOnce("gateway.cache.upstream-directives is obey")
                .doesNotContain("Vary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-cache, no-store, max-age=0, must-revalidate & Pragma: no-cache & Expires: 0",
                "Cache-Control: s-maxage=1, proxy-revalidate, stale-if-error=0",
                "Vary: *",
                "Age: 500",
            })
    void ignored_directives_have_no_effect(String fields, CapturedOutput output) {
        harness.close();
        harness = new CacheHarness(UpstreamDirectives.IGNORE);

        var miss = harness.load(key, found(key, "a", fields.split(" & ")));
        assertThat(miss.provenance())
                .isEqualTo(new CacheStatus(CacheResult.MISS, STATUS + "fwd=miss; stored", OptionalLong.empty()));
        assertThat(harness.stored(key).provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=30", OptionalLong.of(0)));
        harness.ticker.advance(TO_IF_ERROR);
        assertThat(body(harness.load(key, error(500)))).isEqualTo(json(key, "a"));

        assertThat(forbidden()).allSatisfy((reason, count) -> assertThat(count).isZero());
        assertThat(output.getAll()).doesNotContain("forbids caching");
    }

    private Map<String, Double> forbidden() {
        return harness.meters.find("gateway.cache.forbidden").tag("route", route.id()).counters().stream()
                .collect(Collectors.toMap(counter -> counter.getId().getTag("reason"), Counter::count));
    }
}
