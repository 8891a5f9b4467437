package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking at entries, and evicting them while loads are under way. */
@ParameterizedClass(name = "{0}")
@EnumSource
class CacheOperationsTest {

    private final CacheHarness harness = new CacheHarness();
    private final CacheOperations operations = harness.cache.operations();

    private final Route route;
    private final CanonicalRequest key;

    CacheOperationsTest(Route route) {
        this.route = route;
        this.key = request(route, "jane", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** Both ways to evict the key. */
    static Stream<Named<BiConsumer<CacheHarness, CanonicalRequest>>> evictions() {
        return Stream.of(
                Named.of("that alone", CacheHarness::evict),
                Named.of(
                        "everything",
                        (harness, key) -> harness.cache.operations().evictAll()));
    }

    @Test
    void an_id_is_evicted_for_every_account_and_no_other_id_is() {
        var john = request(route, "john", 744);
        var other = request(route, "jane", 745);
        harness.load(key, found(key, "a"));
        harness.load(john, found(john, "b"));
        harness.load(other, found(other, "c"));

        assertThat(harness.evict(key)).isEqualTo(2);

        assertThat(harness.entries(key)).isEmpty();
        assertThat(body(harness.stored(other))).isEqualTo(json(other, "c"));
        assertThat(body(harness.load(key, found(key, "new")))).isEqualTo(json(key, "new"));
        assertThat(harness.evict(request(route, "jane", 1))).isZero();
    }

    @Test
    void everything_is_evicted_at_once() {
        harness.load(key, found(key, "a"));
        var john = request(route, "john", 745);
        harness.load(john, found(john, "b"));

        assertThat(operations.evictAll()).isEqualTo(2);

        assertThat(operations.statistics().entries()).isZero();
        assertThat(operations.statistics().weight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void a_load_that_an_eviction_overtakes_answers_those_who_wait_and_stores_nothing(
            BiConsumer<CacheHarness, CanonicalRequest> evict) {
        var first = harness.start(key);
        var second = harness.start(key);
        var call = harness.origin.next();

        evict.accept(harness, key);
        call.answer(found(key, "old"));

        assertThat(body(first.join())).isEqualTo(json(key, "old"));
        assertThat(body(second.join())).isEqualTo(json(key, "old"));
        assertThat(first.join().provenance().cacheStatus()).doesNotContain("stored");
        assertThat(harness.entries(key)).isEmpty();
        assertThat(body(harness.load(key, found(key, "new")))).isEqualTo(json(key, "new"));
        assertThat(harness.origin.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void a_caller_after_an_eviction_gets_a_new_load_whichever_load_ends_first(
            BiConsumer<CacheHarness, CanonicalRequest> evict) {
        var before = harness.start(key);
        var old = harness.origin.next();
        evict.accept(harness, key);
        var after = harness.start(key);
        harness.origin.next().answer(found(key, "new"));
        assertThat(body(after.join())).isEqualTo(json(key, "new"));

        old.answer(found(key, "old"));

        assertThat(body(before.join())).isEqualTo(json(key, "old"));
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void an_overtaken_load_that_ends_first_leaves_the_next_one_under_way(
            BiConsumer<CacheHarness, CanonicalRequest> evict) {
        var before = harness.start(key);
        var old = harness.origin.next();
        evict.accept(harness, key);
        var after = harness.start(key);
        var young = harness.origin.next();
        old.answer(error(400));
        assertThat(before.join()).isInstanceOf(CachedAnswer.Refusal.class);

        var joining = harness.start(key);
        young.answer(found(key, "new"));

        assertThat(body(after.join())).isEqualTo(json(key, "new"));
        assertThat(joining.join().provenance().result()).isEqualTo(CacheResult.COLLAPSED);
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
        assertThat(harness.origin.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void an_evicted_entry_is_not_served_stale_when_the_load_that_it_waited_for_fails(
            BiConsumer<CacheHarness, CanonicalRequest> evict) {
        harness.load(key, found(key, "wrong"));
        harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE));
        var waiting = harness.start(key);
        var call = harness.origin.next();

        evict.accept(harness, key);
        call.answer(error(500));

        assertThat(kind(waiting.join())).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void a_background_refresh_that_an_eviction_overtakes_stores_nothing(
            BiConsumer<CacheHarness, CanonicalRequest> evict) {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "old"));
        evict.accept(harness, key);

        harness.endRefresh(found(key, "refreshed"), "found");

        assertThat(harness.entries(key)).isEmpty();
    }

    /** Callers keep loads under way all the time, so that evictions overtake some of them. */
    @Test
    void after_an_eviction_no_caller_gets_an_earlier_answer() throws Exception {
        var version = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(4);
        try (var origin = Origin.answering(request -> found(key, Integer.toString(version.get())));
                var upstream = TestUpstream.at(origin.url()).attempts(1).build()) {
            var cache = CacheHarness.cache(upstream, new FakeTicker(), new SimpleMeterRegistry());
            var ended = new AtomicBoolean();
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    while (!ended.get()) {
                        cache.answer(key, Samples.contextOf(key), false).block(TestUpstream.PATIENCE);
                    }
                });
            }
            var operations = cache.operations();
            for (int i = 1; i <= 150; i++) {
                version.incrementAndGet();
                operations.evictAll();
                while (entries(operations).isEmpty() && operations.statistics().loadsUnderWay() == 0) {
                    Thread.onSpinWait();
                }
                int latest = version.incrementAndGet();
                if (i % 2 == 0) {
                    CacheHarness.evict(operations, key);
                } else {
                    operations.evictAll();
                }
                var answer = Objects.requireNonNull(
                        cache.answer(key, Samples.contextOf(key), false).block(TestUpstream.PATIENCE));
                assertThat(body(answer)).isEqualTo(json(key, Integer.toString(latest)));
            }
            ended.set(true);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<CacheEntry> entries(CacheOperations looked) {
        return CacheHarness.entries(looked, key);
    }

    @Test
    void an_entry_shows_its_kind_and_freshness_and_a_look_changes_nothing() {
        var message = (CachedAnswer.Found) harness.load(key, found(key, "a"));
        harness.ticker.advance(Duration.ofSeconds(12));

        assertThat(harness.entries(key))
                .containsExactly(new CacheEntry(
                        key.account(),
                        "fresh",
                        false,
                        12,
                        18,
                        CacheHarness.TTL.plus(CacheHarness.IF_ERROR).minusSeconds(12),
                        json(key, "a").length(),
                        message.representation().etag(),
                        false,
                        0));
        assertThat(harness.results(CacheResult.HIT)).isZero();
    }

    @Test
    void an_entry_goes_through_its_states_until_it_is_gone() {
        harness.load(key, found(key, "a"));
        harness.ticker.advance(CacheHarness.TTL);
        assertThat(harness.entries(key)).extracting(CacheEntry::state).containsExactly("stale_while_revalidate");

        harness.stored(key);
        assertThat(harness.entries(key)).extracting(CacheEntry::loading).containsExactly(true);
        harness.endRefresh(error(500), "server_error");
        assertThat(harness.entries(key))
                .extracting(CacheEntry::loading, CacheEntry::failedRefreshes)
                .containsExactly(tuple(false, 1));

        harness.ticker.advance(CacheHarness.WHILE_REVALIDATE);
        assertThat(harness.entries(key))
                .extracting(CacheEntry::state, CacheEntry::freshFor)
                .containsExactly(tuple("stale_if_error", -300L));

        harness.ticker.advance(CacheHarness.IF_ERROR);
        assertThat(harness.entries(key)).isEmpty();
    }

    @Test
    void a_refresh_that_finds_a_message_is_counted_from_the_start() {
        assertThat(harness.meters
                        .get("gateway.cache.refreshes")
                        .tags("route", route.id(), "outcome", "found")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void the_statistics_show_the_fill_level_and_the_answers() {
        harness.load(key, found(key, "a"));
        harness.stored(key);
        var waiting = harness.start(request(route, "jane", 745));
        var call = harness.origin.next();

        CacheStatistics statistics = operations.statistics();

        assertThat(statistics.entries()).isEqualTo(1);
        assertThat(statistics.weight()).isBetween(400L, 800L);
        assertThat(statistics.maximumWeight()).isEqualTo(64L * 1024 * 1024);
        assertThat(statistics.loadsUnderWay()).isEqualTo(1);
        assertThat(statistics.requests()).containsOnlyKeys("list", "detail");
        assertThat(statistics.requests().get(route.id()))
                .containsEntry("hit", 1L)
                .containsEntry("miss", 1L)
                .hasSize(CacheResult.values().length);
        call.answer(error(400));
        waiting.join();
        assertThat(operations.statistics().loadsUnderWay()).isZero();
    }
}
