package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.PAGE;
import static io.offlinemessages.gateway.cache.Pod.found;
import static io.offlinemessages.gateway.cache.Pod.json;
import static io.offlinemessages.gateway.cache.Pod.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedAnswers.Stored;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two answers the newer one stays, in each replica and on the server, in whatever order they come. */
class SharedAnswerOrderTest {

    private static final CacheTerms STALE_AT_ONCE = new CacheTerms(null, 0, 0, 0, CacheTerms.UNLIMITED);
    private static final Duration LEASE = Duration.ofMillis(300);

    private final RedisProcess redis = new RedisProcess();
    private final Pod one = new Pod(redis).started();
    private final FakeTicker ticker = new FakeTicker();
    private final Pod other = new Pod(redis, ticker);

    @AfterEach
    void stop() {
        one.close();
        other.close();
        redis.close();
    }

    /** The other has loaded while its link was lost, so that the server knows nothing of it. */
    @Test
    void an_older_answer_of_the_server_never_replaces_a_newer_one_of_the_replica() {
        one.load(DETAIL, found("older"));
        other.load(DETAIL, stale("newer"));
        other.started();

        CachedAnswer answer = other.load(DETAIL, PlayedCache.failed());

        assertThat(PlayedCache.body(answer)).contains("newer");
        assertThat(result(answer)).isEqualTo(CacheResult.STALE_IF_ERROR);
        assertThat(other.calls)
                .as("the older one is no answer to whoever has a newer one")
                .hasValue(2);
    }

    @Test
    void a_newer_answer_of_the_server_replaces_an_older_one_of_the_replica() {
        other.load(DETAIL, stale("older"));
        ticker.advance(Duration.ofSeconds(30));
        one.load(DETAIL, found("newer"));
        other.started();

        assertThat(PlayedCache.body(other.ask(DETAIL).join())).contains("newer");
        assertThat(result(other.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
        assertThat(other.calls).hasValue(1);
    }

    @Test
    void a_stale_answer_of_the_server_serves_no_replica_that_has_a_newer_one() {
        one.load(DETAIL, stale("older"));
        other.load(DETAIL, stale("newer"));
        other.started();

        assertThat(PlayedCache.body(other.load(DETAIL, PlayedCache.failed()))).contains("newer");
    }

    /** Whether another replica has loaded meanwhile or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_after_the_end_of_its_lease_is_stored_nowhere(boolean overtaken) {
        other.started();
        try (var late = new Pod(redis, LEASE).started()) {
            CompletableFuture<CachedAnswer> caller = late.ask(DETAIL);
            await().until(() -> late.calls.get() == 1);
            await().until(() -> look() == Claim.None.NOBODY);
            if (overtaken) {
                one.load(DETAIL, found("newer"));
            }

            late.answer(found("late"));

            assertThat(PlayedCache.body(caller.join()))
                    .as("whoever waited has it")
                    .contains("late");
            assertThat(late.cache.fresh(DETAIL)).isNull();
            if (overtaken) {
                assertThat(PlayedCache.body(late.ask(DETAIL).join())).contains("newer");
                assertThat(PlayedCache.body(other.ask(DETAIL).join())).contains("newer");
            } else {
                assertThat(PlayedCache.body(other.load(DETAIL, found("next")))).contains("next");
                assertThat(PlayedCache.body(late.ask(DETAIL).join())).contains("next");
            }
            assertThat(late.calls).hasValue(1);
        }
    }

    /** A copy from before the load stays for the case of an error, as if the load had failed. */
    @Test
    void an_answer_after_the_end_of_its_lease_leaves_the_stored_one() {
        try (var late = new Pod(redis, LEASE).started()) {
            late.load(DETAIL, stale("first"));
            CompletableFuture<CachedAnswer> caller = late.ask(DETAIL);
            await().until(() -> late.calls.get() == 2);
            await().until(() -> look() == Claim.None.NOBODY);
            late.answer(found("late"));
            caller.join();

            assertThat(PlayedCache.body(late.load(DETAIL, PlayedCache.failed())))
                    .contains("first");
        }
    }

    /** One older answer is stored, and another one is being loaded. */
    @Test
    void a_caller_who_has_seen_a_page_is_given_no_answer_that_began_before_it() {
        other.started();
        Lease first = claim(0);
        store(first, "first");
        await().until(() ->
                look() instanceof Claim.Found found && !found.answer().age().isZero());
        Lease second = claim(first.began());
        one.load(PAGE, PlayedCache.found(PAGE, "[" + json("last") + "]"));

        CompletableFuture<CachedAnswer> caller = one.ask(DETAIL);
        double looks = one.trips("look");
        await().until(() -> one.trips("look") > looks);
        store(second, "second");
        one.answer(found("last"));

        assertThat(PlayedCache.body(caller.join())).contains("last");
    }

    /** The right to load something newer. */
    private Lease claim(long have) {
        Claim claim = one.shared
                .answers()
                .claim(DETAIL, have, Pod.LONGEST_LOAD, one.shared.time())
                .block(TestUpstream.PATIENCE);
        return ((Claim.Yours) Objects.requireNonNull(claim)).lease();
    }

    private void store(Lease lease, String subject) {
        byte[] text = new AnswerText(found(subject), 0, false).write();
        assertThat(one.shared
                        .answers()
                        .store(DETAIL, lease, Duration.ofMinutes(1), Duration.ofMinutes(1), text, one.shared.time())
                        .block(TestUpstream.PATIENCE))
                .isEqualTo(Stored.YES);
    }

    private Claim look() {
        return Objects.requireNonNull(
                one.shared.answers().look(DETAIL, 0, 0, one.shared.time()).block(TestUpstream.PATIENCE));
    }

    /** Of use in the place of an error alone. */
    private static Outcome stale(String subject) {
        return CheckedBody.found(DETAIL, json(subject), STALE_AT_ONCE);
    }
}
