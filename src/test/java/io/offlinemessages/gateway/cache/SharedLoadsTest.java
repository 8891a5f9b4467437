package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.PAGE;
import static io.offlinemessages.gateway.cache.Pod.found;
import static io.offlinemessages.gateway.cache.Pod.json;
import static io.offlinemessages.gateway.cache.Pod.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two replicas before one server: what one loads, the other has. */
class SharedLoadsTest extends TwoPods {

    @Test
    void a_hundred_callers_of_two_replicas_cost_one_call() {
        List<CompletableFuture<CachedAnswer>> callers =
                Stream.generate(() -> one.ask(DETAIL)).limit(50).toList();
        await().until(() -> one.calls.get() == 1);
        List<CompletableFuture<CachedAnswer>> others =
                Stream.generate(() -> other.ask(DETAIL)).limit(50).toList();

        one.answer(found("first"));

        assertThat(callers)
                .allSatisfy(
                        caller -> assertThat(PlayedCache.body(caller.join())).contains("first"));
        assertThat(others).allSatisfy(caller -> {
            assertThat(PlayedCache.body(caller.join())).contains("first");
            assertThat(result(caller.join())).isEqualTo(CacheResult.SHARED);
        });
        assertThat(other.calls).hasValue(0);
        assertThat(result(other.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_remembered_404_is_shared() {
        one.load(DETAIL, PlayedCache.notFound(DETAIL));

        CachedAnswer shared = other.ask(DETAIL).join();

        assertThat(CacheHarness.kind(shared)).isEqualTo(FailureKind.NO_RECORD);
        assertThat(result(shared)).isEqualTo(CacheResult.SHARED);
        assertThat(shared.provenance().age()).isPresent();
    }

    @Test
    void the_age_of_an_answer_comes_with_it() {
        one.load(DETAIL, CheckedBody.found(DETAIL, json("old"), 40));

        assertThat(other.ask(DETAIL).join().provenance().age().orElseThrow()).isBetween(40L, 60L);
    }

    @Test
    void a_page_that_is_never_fresh_is_shared_with_those_who_wait_for_it() {
        var caller = one.ask(PAGE);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(PAGE);
        await().until(() -> isWaiting(waiting));
        one.answer(PlayedCache.found(PAGE, "[]"));

        assertThat(PlayedCache.body(caller.join())).isEqualTo("[]");
        assertThat(result(waiting.join())).isEqualTo(CacheResult.SHARED);
        assertThat(other.calls).hasValue(0);
    }

    /** That it has asked cannot be seen; its claim is on the way first, because the link keeps the order. */
    private boolean isWaiting(CompletableFuture<CachedAnswer> waiting) {
        look();
        return !waiting.isDone();
    }

    private Claim look() {
        return Objects.requireNonNull(
                other.shared.answers().look(PAGE, 0, 0, other.shared.time()).block(TestUpstream.PATIENCE));
    }

    @Test
    void waiters_get_a_failure_and_do_not_call() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(DETAIL);
        one.answer(PlayedCache.failed());

        assertThat(CacheHarness.kind(caller.join())).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(CacheHarness.kind(waiting.join())).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(other.calls).hasValue(0);
    }

    @Test
    void a_failure_of_one_replicas_own_lets_another_call() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(DETAIL);
        one.answer(new Outcome.Failed(Failure.of(FailureKind.BULKHEAD_FULL)));

        assertThat(CacheHarness.kind(caller.join())).isEqualTo(FailureKind.BULKHEAD_FULL);
        other.answer(found("second"));
        assertThat(result(waiting.join())).isEqualTo(CacheResult.MISS);
    }

    @Test
    void a_copy_of_another_replica_serves_in_the_place_of_an_error() {
        one.load(PAGE, PlayedCache.found(PAGE, "[]"));
        await().until(() -> look() == Claim.None.NOBODY);

        CachedAnswer stale = other.load(PAGE, PlayedCache.failed());

        assertThat(PlayedCache.body(stale)).isEqualTo("[]");
        assertThat(result(stale)).isEqualTo(CacheResult.STALE_IF_ERROR);
    }

    @Test
    void a_copy_of_another_replica_serves_while_it_is_refreshed() {
        one.load(DETAIL, CheckedBody.found(DETAIL, json("first"), STALE_AT_ONCE));

        CachedAnswer stale = other.ask(DETAIL).join();
        assertThat(PlayedCache.body(stale)).contains("first");
        assertThat(result(stale)).isEqualTo(CacheResult.STALE);

        other.answer(found("second"));
        await().until(() -> result(other.ask(DETAIL).join()) == CacheResult.HIT);
        assertThat(other.calls).hasValue(1);
    }

    @Test
    void a_replica_that_may_serve_a_stale_copy_does_not_wait() {
        one.load(DETAIL, CheckedBody.found(DETAIL, json("first"), STALE_AT_ONCE));
        one.ask(DETAIL).join();
        await().until(() -> one.calls.get() == 2);

        assertThat(result(other.ask(DETAIL).join())).isEqualTo(CacheResult.STALE);
        one.answer(found("second"));
        await().until(() -> PlayedCache.body(other.ask(DETAIL).join()).contains("second"));
        assertThat(other.calls).hasValue(0);
    }

    @Test
    void a_large_body_stays_where_it_is_and_others_call_by_themselves() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(DETAIL);
        one.answer(found("x".repeat(2_000)));
        caller.join();

        other.answer(found("x".repeat(2_000)));
        assertThat(result(waiting.join())).isEqualTo(CacheResult.MISS);
        assertThat(result(one.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_waiter_calls_when_the_server_dies() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(DETAIL);
        redis.kill();

        other.answer(found("second"));
        assertThat(result(waiting.join())).isEqualTo(CacheResult.MISS);
        one.answer(found("first"));
        assertThat(PlayedCache.body(caller.join())).contains("first");
        assertThat(result(one.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_detail_of_another_replica_is_compared_with_the_pages_seen_here() {
        one.load(DETAIL, found("first"));
        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("second") + "]"));

        CachedAnswer reloaded = other.load(DETAIL, found("second"));

        assertThat(PlayedCache.body(reloaded)).contains("second");
        assertThat(result(reloaded)).isEqualTo(CacheResult.MISS);
        assertThat(PlayedCache.body(other.ask(DETAIL).join())).contains("second");
    }

    @Test
    void a_page_of_another_replica_outdates_the_details_here() {
        other.load(DETAIL, found("first"));
        var caller = one.ask(PAGE);
        await().until(() -> one.calls.get() == 1);
        var waiting = other.ask(PAGE);
        await().until(() -> isWaiting(waiting));
        one.answer(PlayedCache.found(PAGE, "[" + json("second") + "]"));
        caller.join();
        assertThat(result(waiting.join())).isEqualTo(CacheResult.SHARED);

        assertThat(result(other.load(DETAIL, found("second")))).isEqualTo(CacheResult.MISS);
    }
}
