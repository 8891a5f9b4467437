package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that are no longer fresh. */
@ParameterizedClass(name = "{0}")
@EnumSource
class StaleAnswersTest {

    private static final String STATUS = "offline-messages-gateway; ";
    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private CacheHarness harness = new CacheHarness();

    private final Route route;
    private final CanonicalRequest key;

    StaleAnswersTest(Route route) {
        this.route = route;
        this.key = request(route, "jane", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_stale_entry_is_served_at_once_and_refreshed_once_however_many_ask() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL.plusSeconds(2));

        for (int caller = 0; caller < 100; caller++) {
            var stale = harness.stored(key);
            assertThat(body(stale)).isEqualTo(json(key, "old"));
            assertThat(stale.provenance())
                    .isEqualTo(new CacheStatus(CacheResult.STALE, STATUS + "hit; ttl=-2", OptionalLong.of(32)));
            assertThat(harness.upstream.inFlight()).isEqualTo(1);
        }
        harness.endRefresh(found(key, "new"), "found");

        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
        assertThat(harness.stored(key).provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=30", OptionalLong.of(0)));
        assertThat(harness.origin.calls()).isEqualTo(2);
        assertThat(harness.results(CacheResult.STALE)).isEqualTo(100);
        assertThat(harness.refreshes("found")).isEqualTo(1);
    }

    @Test
    void only_if_cached_takes_a_stale_entry_too_and_starts_no_refresh() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);

        var stale = Objects.requireNonNull(
                harness.cache.answer(key, Samples.contextOf(key), true).block());
        assertThat(stale.provenance().result()).isEqualTo(CacheResult.STALE);
        assertThat(harness.upstream.inFlight()).isZero();
        assertThat(harness.cache.operations().statistics().loadsUnderWay()).isZero();
    }

    @Test
    void a_failed_refresh_backs_off_and_is_not_tried_again_by_every_caller() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        int calls = 1;

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 32, 32}) {
            assertThat(harness.stored(key).provenance().result()).isEqualTo(CacheResult.STALE);
            assertThat(harness.upstream.inFlight()).isEqualTo(1);
            harness.endRefresh(error(500), "server_error");
            assertThat(harness.origin.calls()).isEqualTo(++calls);

            harness.ticker.advance(Duration.ofSeconds(seconds).minusNanos(1));
            for (int caller = 0; caller < 20; caller++) {
                assertThat(harness.stored(key).provenance().result()).isEqualTo(CacheResult.STALE);
                assertThat(harness.upstream.inFlight()).isZero();
            }
            harness.ticker.advance(Duration.ofNanos(1));
        }
        assertThat(harness.stored(key).provenance().result()).isEqualTo(CacheResult.STALE);
        harness.endRefresh(found(key, "new"), "found");
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
    }

    @Test
    void a_rate_limit_is_waited_out_before_the_next_refresh() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(key);
        harness.endRefresh(Origin.json(429, "{}", "Retry-After: 50"), "rate_limited");

        harness.ticker.advance(Duration.ofSeconds(50).minusNanos(1));
        harness.stored(key);
        assertThat(harness.upstream.inFlight()).isZero();
        harness.ticker.advance(Duration.ofNanos(1));
        harness.stored(key);
        assertThat(harness.upstream.inFlight()).isEqualTo(1);
        harness.endRefresh(found(key, "new"), "found");
    }

    @Test
    void after_the_refresh_window_the_upstream_is_asked_first() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var asked = harness.load(key, found(key, "new"));

        assertThat(body(asked)).isEqualTo(json(key, "new"));
        assertThat(asked.provenance())
                .isEqualTo(new CacheStatus(CacheResult.MISS, STATUS + "fwd=stale; stored", OptionalLong.empty()));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("server_error", error(500)),
                Arguments.of("transient_server_error", error(502)),
                Arguments.of("transient_server_error", error(503)),
                Arguments.of("transient_server_error", error(504)),
                Arguments.of("rate_limited", error(429)),
                Arguments.of("client_error", error(410)),
                Arguments.of("unexpected_status", error(302)),
                Arguments.of("unexpected_body", found(745, "another")),
                Arguments.of("wrong_content_type", Origin.answer(200, Samples.detail())),
                Arguments.of("body_too_large", found(744, "x".repeat(70_000))),
                Arguments.of("malformed_response", new byte[] {1, 2, '\r', '\n', '\r', '\n'}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void a_stale_entry_is_a_better_answer_than_an_error(String tag, byte[] answer) {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var starter = harness.start(key);
        var collapsed = harness.start(key);
        harness.origin.next().answer(answer);

        for (var caller : new CachedAnswer[] {starter.join(), collapsed.join()}) {
            assertThat(body(caller)).isEqualTo(json(key, "old"));
            assertThat(caller.provenance())
                    .isEqualTo(new CacheStatus(
                            CacheResult.STALE_IF_ERROR,
                            STATUS + "fwd=stale; ttl=-300; detail=stale-if-error",
                            OptionalLong.of(330)));
        }
        // While the next try is not due, nobody asks.
        var waiting = harness.stored(key);
        assertThat(waiting.provenance())
                .isEqualTo(new CacheStatus(
                        CacheResult.STALE_IF_ERROR,
                        STATUS + "hit; ttl=-300; detail=stale-if-error",
                        OptionalLong.of(330)));
        assertThat(harness.origin.calls()).isEqualTo(2);
        assertThat(harness.results(CacheResult.STALE_IF_ERROR)).isEqualTo(3);
    }

    @Test
    void a_stale_entry_is_a_better_answer_than_no_answer_in_time() {
        replaceHarness(new CacheHarness(settings -> settings.responseTimeout(Duration.ofMillis(500))));
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        assertStaleIfError(harness.start(key).join());
        assertThat(harness.origin.calls()).isEqualTo(2);
    }

    @Test
    void a_stale_entry_is_a_better_answer_than_an_open_circuit() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        harness.upstream.breaker(route).transitionToOpenState();

        assertStaleIfError(harness.stored(key));
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    @Test
    void a_stale_entry_is_a_better_answer_than_a_spent_budget() {
        replaceHarness(new CacheHarness(settings -> settings.requestsPerMinute(2)));
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        harness.load(request(route, "jane", 1), error(500));
        harness.load(request(route, "jane", 2), error(500));

        assertStaleIfError(harness.stored(key));
        assertThat(harness.origin.calls()).isEqualTo(3);
    }

    @Test
    void a_stale_entry_is_a_better_answer_than_a_full_bulkhead() {
        replaceHarness(new CacheHarness(settings -> settings.concurrentCalls(1)));
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var other = harness.start(request(route, "jane", 1));
        var call = harness.origin.next();

        assertStaleIfError(harness.stored(key));
        call.answer(found(request(route, "jane", 1), "other"));
        assertThat(body(other.join())).isEqualTo(json(request(route, "jane", 1), "other"));
    }

    @Test
    void the_stale_if_error_window_ends() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.IF_ERROR));

        var answer = harness.load(key, error(500));
        assertThat(kind(answer)).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(answer.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=miss");
    }

    @Test
    void an_entry_whose_window_ends_while_the_upstream_is_asked_is_not_served() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.IF_ERROR).minusSeconds(1));
        var caller = harness.start(key);
        var call = harness.origin.next();
        harness.ticker.advance(Duration.ofSeconds(1));
        call.answer(error(500));

        assertThat(kind(caller.join())).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(caller.join().provenance().cacheStatus()).isEqualTo(STATUS + "fwd=stale");
    }

    private void replaceHarness(CacheHarness other) {
        harness.close();
        harness = other;
    }

    private void assertStaleIfError(CachedAnswer answer) {
        assertThat(body(answer)).isEqualTo(json(key, "old"));
        assertThat(answer.provenance().result()).isEqualTo(CacheResult.STALE_IF_ERROR);
    }
}
