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
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking at entries, and evicting them while loads are under way. */
class CacheOperationsTest {

    private static final DetailRequest KEY = request("jane", 744);
    private static final MessageId ID = new MessageId(744);

    private final CacheHarness harness = new CacheHarness();
    private final CacheOperations operations = harness.cache.operations();

    @AfterEach
    void close() {
        harness.close();
    }

    /** Both ways to evict the key. */
    static Stream<Named<Consumer<CacheOperations>>> evictions() {
        return Stream.of(
                Named.of("one id", operations -> operations.evict(ID)),
                Named.of("everything", CacheOperations::evictAll));
    }

    @Test
    void an_id_is_evicted_for_every_account_and_no_other_id_is() {
        var john = request("john", 744);
        var other = request("jane", 745);
        harness.load(KEY, found(744, "a"));
        harness.load(john, error(404));
        harness.load(other, found(745, "c"));

        assertThat(operations.evict(ID)).isEqualTo(2);

        assertThat(operations.entries(ID)).isEmpty();
        assertThat(body(harness.stored(other))).isEqualTo(json(745, "c"));
        assertThat(body(harness.load(KEY, found(744, "new")))).isEqualTo(json(744, "new"));
        assertThat(operations.evict(new MessageId(1))).isZero();
    }

    @Test
    void everything_is_evicted_at_once() {
        harness.load(KEY, found(744, "a"));
        harness.load(request("john", 745), found(745, "b"));

        assertThat(operations.evictAll()).isEqualTo(2);

        assertThat(operations.statistics().entries()).isZero();
        assertThat(operations.statistics().weight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void a_load_that_an_eviction_overtakes_answers_those_who_wait_and_stores_nothing(Consumer<CacheOperations> evict) {
        var first = harness.start(KEY);
        var second = harness.start(KEY);
        var call = harness.origin.next();

        evict.accept(operations);
        call.answer(found(744, "old"));

        assertThat(body(first.join())).isEqualTo(json(744, "old"));
        assertThat(body(second.join())).isEqualTo(json(744, "old"));
        assertThat(first.join().provenance().cacheStatus()).doesNotContain("stored");
        assertThat(operations.entries(ID)).isEmpty();
        assertThat(body(harness.load(KEY, found(744, "new")))).isEqualTo(json(744, "new"));
        assertThat(harness.origin.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void whoever_comes_after_an_eviction_gets_a_load_of_its_own_whichever_ends_first(Consumer<CacheOperations> evict) {
        var before = harness.start(KEY);
        var old = harness.origin.next();
        evict.accept(operations);
        var after = harness.start(KEY);
        harness.origin.next().answer(found(744, "new"));
        assertThat(body(after.join())).isEqualTo(json(744, "new"));

        old.answer(found(744, "old"));

        assertThat(body(before.join())).isEqualTo(json(744, "old"));
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "new"));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void an_overtaken_load_that_ends_first_leaves_the_next_one_under_way(Consumer<CacheOperations> evict) {
        var before = harness.start(KEY);
        var old = harness.origin.next();
        evict.accept(operations);
        var after = harness.start(KEY);
        var young = harness.origin.next();
        old.answer(error(404));
        assertThat(kind(before.join())).isEqualTo(FailureKind.NO_RECORD);

        var joining = harness.start(KEY);
        young.answer(found(744, "new"));

        assertThat(body(after.join())).isEqualTo(json(744, "new"));
        assertThat(joining.join().provenance().result()).isEqualTo(CacheResult.COLLAPSED);
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "new"));
        assertThat(harness.origin.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void an_evicted_entry_is_not_served_stale_when_the_load_that_it_waited_for_fails(Consumer<CacheOperations> evict) {
        harness.load(KEY, found(744, "wrong"));
        harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE));
        var waiting = harness.start(KEY);
        var call = harness.origin.next();

        evict.accept(operations);
        call.answer(error(500));

        assertThat(kind(waiting.join())).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void a_background_refresh_that_an_eviction_overtakes_stores_nothing(Consumer<CacheOperations> evict) {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "old"));
        evict.accept(operations);

        harness.endRefresh(found(744, "refreshed"), "found");

        assertThat(operations.entries(ID)).isEmpty();
    }

    /** Callers keep loads under way all the time, so that evictions overtake some of them. */
    @Test
    void after_an_eviction_nobody_gets_what_the_upstream_said_before_it() throws Exception {
        var version = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(4);
        try (var origin = Origin.answering(request -> found(744, Integer.toString(version.get())));
                var upstream = TestUpstream.at(origin.url()).attempts(1).build()) {
            var cache = CacheHarness.cache(upstream, new FakeTicker(), new SimpleMeterRegistry());
            var ended = new AtomicBoolean();
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    while (!ended.get()) {
                        cache.answer(KEY, Samples.contextOf(KEY), false).block(TestUpstream.PATIENCE);
                    }
                });
            }
            var operations = cache.operations();
            for (int i = 1; i <= 150; i++) {
                version.incrementAndGet();
                operations.evictAll();
                while (operations.entries(ID).isEmpty()
                        && operations.statistics().loadsUnderWay() == 0) {
                    Thread.onSpinWait();
                }
                int latest = version.incrementAndGet();
                if (i % 2 == 0) {
                    operations.evict(ID);
                } else {
                    operations.evictAll();
                }
                var answer = Objects.requireNonNull(
                        cache.answer(KEY, Samples.contextOf(KEY), false).block(TestUpstream.PATIENCE));
                assertThat(body(answer)).isEqualTo(json(744, Integer.toString(latest)));
            }
            ended.set(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_entry_shows_what_it_is_and_how_fresh_and_looking_changes_nothing() {
        var message = (CachedAnswer.Found) harness.load(KEY, found(744, "a"));
        harness.ticker.advance(Duration.ofSeconds(12));

        assertThat(operations.entries(ID))
                .containsExactly(new CacheEntry(
                        KEY.account(),
                        "fresh",
                        12,
                        18,
                        CacheHarness.TTL.plus(CacheHarness.IF_ERROR).minusSeconds(12),
                        json(744, "a").length(),
                        message.representation().etag(),
                        false,
                        0));
        assertThat(harness.results(CacheResult.HIT)).isZero();
    }

    @Test
    void an_entry_goes_through_its_states_until_it_is_gone() {
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(CacheHarness.TTL);
        assertThat(operations.entries(ID)).extracting(CacheEntry::state).containsExactly("stale_while_revalidate");

        harness.stored(KEY);
        assertThat(operations.entries(ID)).extracting(CacheEntry::loading).containsExactly(true);
        harness.endRefresh(error(500), "server_error");
        assertThat(operations.entries(ID))
                .extracting(CacheEntry::loading, CacheEntry::failedRefreshes)
                .containsExactly(tuple(false, 1));

        harness.ticker.advance(CacheHarness.WHILE_REVALIDATE);
        assertThat(operations.entries(ID))
                .extracting(CacheEntry::state, CacheEntry::freshFor)
                .containsExactly(tuple("stale_if_error", -300L));

        harness.ticker.advance(CacheHarness.IF_ERROR);
        assertThat(operations.entries(ID)).isEmpty();
    }

    @Test
    void a_remembered_404_is_an_entry_without_a_message() {
        harness.load(KEY, error(404));

        CacheEntry entry = operations.entries(ID).get(0);
        assertThat(entry.isFound()).isFalse();
        assertThat(entry.left()).isEqualTo(CacheHarness.NOT_FOUND_TTL);
    }

    @Test
    void a_refresh_that_finds_a_message_is_counted_from_the_start() {
        assertThat(harness.meters
                        .get("gateway.cache.refreshes")
                        .tag("outcome", "found")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void the_statistics_tell_how_full_the_cache_is_and_what_it_answered() {
        harness.load(KEY, found(744, "a"));
        harness.stored(KEY);
        var waiting = harness.start(request("jane", 745));
        var call = harness.origin.next();

        CacheStatistics statistics = operations.statistics();

        assertThat(statistics.entries()).isEqualTo(1);
        assertThat(statistics.weight()).isBetween(400L, 600L);
        assertThat(statistics.maximumWeight()).isEqualTo(64L * 1024 * 1024);
        assertThat(statistics.loadsUnderWay()).isEqualTo(1);
        assertThat(statistics.requests()).containsOnlyKeys("list", "detail");
        assertThat(statistics.requests().get("detail"))
                .containsEntry("hit", 1L)
                .containsEntry("miss", 1L)
                .hasSize(CacheResult.values().length);
        call.answer(error(404));
        waiting.join();
        assertThat(operations.statistics().loadsUnderWay()).isZero();
    }
}
