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
import io.offlinemessages.gateway.upstream.Samples;
import java.util.ArrayList;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Fresh entries, misses and collapsing. */
@ParameterizedClass(name = "{0}")
@EnumSource
class AnswerCacheTest {

    private static final String STATUS = "offline-messages-gateway; ";

    private final CacheHarness harness = new CacheHarness();

    private final Route route;
    private final CanonicalRequest key;

    AnswerCacheTest(Route route) {
        this.route = route;
        this.key = request(route, "jane", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_miss_is_stored_and_then_a_hit_as_long_as_it_is_fresh() {
        var miss = harness.load(key, found(key, "a"));
        harness.ticker.advance(CacheHarness.TTL.minusNanos(1));
        var hit = harness.stored(key);

        assertThat(body(miss)).isEqualTo(json(key, "a"));
        assertThat(miss.provenance())
                .isEqualTo(new CacheStatus(CacheResult.MISS, STATUS + "fwd=miss; stored", OptionalLong.empty()));
        assertThat(body(hit)).isEqualTo(json(key, "a"));
        assertThat(hit.provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=1", OptionalLong.of(29)));
        assertThat(harness.origin.calls()).isEqualTo(1);
        assertThat(harness.results(CacheResult.MISS)).isEqualTo(1);
        assertThat(harness.results(CacheResult.HIT)).isEqualTo(1);
    }

    @Test
    void a_thousand_concurrent_misses_are_one_call() throws Exception {
        int threads = 8;
        int callers = 1_000;
        var waiting = new ArrayList<CompletableFuture<CachedAnswer>>();
        var begin = new CountDownLatch(1);
        var begun = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            var thread = new Thread(() -> {
                awaitQuietly(begin);
                for (int i = 0; i < callers / 8; i++) {
                    var caller = harness.start(key);
                    synchronized (waiting) {
                        waiting.add(caller);
                    }
                }
                begun.countDown();
            });
            thread.start();
        }
        begin.countDown();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        harness.origin.next().answer(found(key, "a"));

        assertThat(waiting)
                .hasSize(callers)
                .allSatisfy(caller -> assertThat(body(caller.join())).isEqualTo(json(key, "a")));
        assertThat(harness.origin.calls()).isEqualTo(1);
        assertThat(harness.results(CacheResult.MISS)).isEqualTo(1);
        assertThat(harness.results(CacheResult.COLLAPSED)).isEqualTo(callers - 1);
        assertThat(waiting.stream()
                        .map(caller -> caller.join().provenance().cacheStatus())
                        .distinct())
                .containsExactlyInAnyOrder(STATUS + "fwd=miss; stored", STATUS + "fwd=miss; stored; collapsed");
    }

    @Test
    void a_failed_load_answers_all_who_wait_and_the_next_caller_starts_another() {
        var first = harness.start(key);
        var second = harness.start(key);
        harness.origin.next().answer(error(500));

        assertThat(kind(first.join())).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(first.join().provenance())
                .isEqualTo(new CacheStatus(CacheResult.MISS, STATUS + "fwd=miss", OptionalLong.empty()));
        assertThat(kind(second.join())).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(second.join().provenance())
                .isEqualTo(
                        new CacheStatus(CacheResult.COLLAPSED, STATUS + "fwd=miss; collapsed", OptionalLong.empty()));
        assertThat(body(harness.load(key, found(key, "a")))).isEqualTo(json(key, "a"));
    }

    @Test
    void a_caller_that_hangs_up_cancels_nothing_for_the_others() {
        var starter = harness.answer(key).subscribe();
        var other = harness.start(key);
        var call = harness.origin.next();
        starter.dispose();
        assertThat(harness.upstream.inFlight()).isEqualTo(1);
        call.answer(found(key, "a"));

        assertThat(body(other.join())).isEqualTo(json(key, "a"));
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    @Test
    void a_load_without_waiters_is_still_stored() {
        harness.answer(key).subscribe().dispose();
        var call = harness.origin.next();
        var last = harness.start(key);
        call.answer(found(key, "a"));

        assertThat(body(last.join())).isEqualTo(json(key, "a"));
        assertThat(harness.stored(key).provenance().result()).isEqualTo(CacheResult.HIT);
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    @Test
    void nothing_is_loaded_or_counted_before_a_subscription() {
        var unused = harness.answer(key);

        assertThat(harness.upstream.inFlight()).isZero();
        for (CacheResult result : CacheResult.values()) {
            assertThat(harness.results(result)).isZero();
        }
    }

    @Test
    void accounts_and_ids_never_share_an_entry_or_a_load() {
        var keys = new CanonicalRequest[] {
            request(route, "jane", 744),
            request(route, "john", 744),
            request(route, "jane", 745),
            // The other route's with the same number.
            request(route == Route.LIST ? Route.DETAIL : Route.LIST, "jane", 744)
        };
        var callers = new ArrayList<CompletableFuture<CachedAnswer>>();
        for (int i = 0; i < keys.length; i++) {
            callers.add(harness.start(keys[i]));
            harness.origin.next().answer(found(keys[i], "of caller " + i));
            // The next one must neither join this load nor find its entry.
            callers.get(i).join();
        }

        for (int i = 0; i < keys.length; i++) {
            assertThat(body(harness.stored(keys[i]))).isEqualTo(json(keys[i], "of caller " + i));
        }
        assertThat(harness.origin.calls()).isEqualTo(4);
    }

    @Test
    void accounts_do_not_collapse_into_one_call() {
        var jane = harness.start(request(route, "jane", 744));
        var john = harness.start(request(route, "john", 744));
        harness.origin.next().answer(found(key, "a"));
        harness.origin.next().answer(found(key, "b"));

        assertThat(new String[] {body(jane.join()), body(john.join())})
                .containsExactlyInAnyOrder(json(key, "a"), json(key, "b"));
    }

    @Test
    void only_if_cached_never_asks_the_upstream_for_an_answer() {
        var nothing = onlyIfCached();
        assertThat(kind(nothing)).isEqualTo(FailureKind.NOT_CACHED);
        assertThat(nothing.provenance())
                .isEqualTo(new CacheStatus(
                        CacheResult.ONLY_IF_CACHED, STATUS + "detail=only-if-cached", OptionalLong.empty()));

        harness.load(key, found(key, "a"));
        assertThat(onlyIfCached().provenance().result()).isEqualTo(CacheResult.HIT);

        harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE));
        assertThat(kind(onlyIfCached())).isEqualTo(FailureKind.NOT_CACHED);
        assertThat(harness.upstream.inFlight()).isZero();
        assertThat(harness.results(CacheResult.ONLY_IF_CACHED)).isEqualTo(2);
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    @Test
    void equal_bodies_keep_their_etag_and_changed_ones_do_not() {
        var etags = new ArrayList<String>();
        for (String message : new String[] {"a", "a", "b"}) {
            var answer = (CachedAnswer.Found) harness.load(key, found(key, message));
            etags.add(answer.representation().etag());
            harness.ticker.advance(CacheHarness.TTL.plus(CacheHarness.IF_ERROR));
        }

        assertThat(etags.get(0)).startsWith("\"").isEqualTo(etags.get(1)).isNotEqualTo(etags.get(2));
    }

    private CachedAnswer onlyIfCached() {
        return Objects.requireNonNull(
                harness.cache.answer(key, Samples.contextOf(key), true).block());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
