package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documented errors that are stored nowhere: those who wait in other replicas hear them, as those in the same do, and nobody else. */
class SharedDenialsTest {

    private static final CanonicalRequest PAGE = PlayedCache.page("jane", 3);
    private static final CacheTerms NO_STORE =
            new CacheTerms(Prohibition.NO_STORE, CacheTerms.UNLIMITED, 0, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED);
    private static final CacheTerms STALE_AT_ONCE = new CacheTerms(null, 0, 0, 0, CacheTerms.UNLIMITED);

    private final RedisProcess redis = new RedisProcess();
    private final BlockingQueue<Pauses.Pause> pauses = new LinkedTransferQueue<>();
    private final FakeTicker ticker = new FakeTicker();
    private final Pod one = new Pod(redis).started();
    private final Pod second = new Pod(redis, Pod.LONGEST_LOAD, ticker, new Pauses(pauses)).started();
    private final Pod third = new Pod(redis, Pod.LONGEST_LOAD, ticker, new Pauses(pauses)).started();

    @AfterEach
    void stop() {
        one.close();
        second.close();
        third.close();
        redis.close();
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(DETAIL, denied(FailureKind.DETAIL_FORBIDDEN, "7", true)),
                Arguments.of(DETAIL, denied(FailureKind.DETAIL_FORBIDDEN, "7", false)),
                Arguments.of(DETAIL, denied(FailureKind.INVALID_ID, "7", true)),
                Arguments.of(DETAIL, denied(FailureKind.NO_RECORD, "7", true)),
                Arguments.of(PAGE, denied(FailureKind.INVALID_PAGE, "3", true)));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void a_hundred_waiters_in_two_other_replicas_get_the_error_without_a_call(CanonicalRequest key, Outcome denial) {
        List<CompletableFuture<CachedAnswer>> waiting = wait(key);
        one.answer(denial);
        awaitReleased(key);
        endPauses();

        assertThat(waiting).allSatisfy(caller -> assertThat(failure(caller)).isEqualTo(denial.failure()));
        assertThat(second.calls.get() + third.calls.get()).isZero();
    }

    @ParameterizedTest
    @MethodSource("denials")
    void a_later_request_makes_its_own_call(CanonicalRequest key, Outcome denial) {
        one.load(key, denial);
        awaitReleased(key);

        assertThat(CacheHarness.kind(second.load(key, PlayedCache.failed()))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    /** The replicas have copies from before, which the 403 evicts in all of them. */
    @Test
    void a_403_reaches_waiters_with_a_copy_and_ends_the_copy() {
        one.load(DETAIL, CheckedBody.found(DETAIL, "{\"offline_message_id\":7}", STALE_AT_ONCE));
        awaitReleased(DETAIL);
        for (Pod pod : List.of(second, third)) {
            pod.load(DETAIL, CheckedBody.found(DETAIL, "{\"offline_message_id\":7}", STALE_AT_ONCE));
            awaitReleased(DETAIL);
        }
        List<CompletableFuture<CachedAnswer>> waiting = wait(DETAIL);
        one.answer(denied(FailureKind.DETAIL_FORBIDDEN, "7", true));
        awaitReleased(DETAIL);
        endPauses();

        assertThat(waiting)
                .allSatisfy(caller -> assertThat(failure(caller).kind()).isEqualTo(FailureKind.DETAIL_FORBIDDEN));
        assertThat(second.calls.get() + third.calls.get())
                .as("one for each copy")
                .isEqualTo(2);
        assertThat(CacheHarness.entries(second.cache.operations(), DETAIL)).isEmpty();
    }

    /** A page came to the other replica meanwhile, and shows the message. */
    @Test
    void a_404_that_a_page_has_contradicted_reaches_no_waiter_of_that_replica() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        var waiting = second.ask(DETAIL);
        await().until(() -> !pauses.isEmpty());
        ticker.advance(Duration.ofMinutes(1));
        second.load(PAGE, PlayedCache.found(PAGE, "[{\"offline_message_id\":7}]"));
        one.answer(denied(FailureKind.NO_RECORD, "7", true));
        assertThat(failure(caller).kind()).isEqualTo(FailureKind.NO_RECORD);
        awaitReleased(DETAIL);
        endPauses();

        second.answer(PlayedCache.found(DETAIL, "{\"offline_message_id\":7}"));
        assertThat(PlayedCache.body(waiting.join())).contains("7");
    }

    /** Another caller of the same name may know the right password. */
    @Test
    void a_refusal_of_the_account_answers_no_waiter_of_another_replica() {
        List<CompletableFuture<CachedAnswer>> waiting = wait(DETAIL);
        one.answer(new Outcome.AccountRefused(Failure.of(FailureKind.BAD_CREDENTIALS)));
        awaitReleased(DETAIL);
        endPauses();

        await().until(() -> second.calls.get() + third.calls.get() == 1);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    /** Fifty in each of the other replicas, while the first loads. */
    private List<CompletableFuture<CachedAnswer>> wait(CanonicalRequest key) {
        int before = one.calls.get();
        var caller = one.ask(key);
        await().until(() -> one.calls.get() == before + 1);
        List<CompletableFuture<CachedAnswer>> waiting = Stream.of(second, third)
                .flatMap(pod -> Stream.generate(() -> pod.ask(key)).limit(50))
                .toList();
        await().until(() -> pauses.size() == 2);
        assertThat(caller).isNotDone();
        return waiting;
    }

    private void endPauses() {
        for (Pauses.Pause pause = pauses.poll(); pause != null; pause = pauses.poll()) {
            pause.end().run();
        }
    }

    /** What a replica sent before has been done when a later script replies. */
    private void awaitReleased(CanonicalRequest key) {
        await().until(() -> one.loads.underWay() == 0);
        for (Pod pod : List.of(one, second, third)) {
            pod.shared.answers().look(key, 0, 0, pod.shared.time()).block();
        }
    }

    private static Failure failure(CompletableFuture<CachedAnswer> caller) {
        return ((CachedAnswer.Refusal) caller.orTimeout(10, TimeUnit.SECONDS).join()).failure();
    }

    private static Outcome denied(FailureKind kind, String subject, boolean certain) {
        return new Outcome.Denied(Failure.of(kind, subject), NO_STORE, certain);
    }
}
