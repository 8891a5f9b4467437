package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.found;
import static io.offlinemessages.gateway.cache.Pod.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas with different times, as in a rollout: each keeps what the other has loaded by its own. */
class SharedLifetimesTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final RedisProcess redis = new RedisProcess();
    private final Pod longer = new Pod(redis).started();
    private final Pod shorter = new Pod(redis, SHORT, Duration.ZERO).started();
    private final Pod refreshing = new Pod(redis, SHORT, Duration.ofMinutes(10)).started();

    @AfterEach
    void stop() {
        longer.close();
        shorter.close();
        refreshing.close();
        redis.close();
    }

    @Test
    void an_answer_that_is_fresh_elsewhere_is_loaded_where_it_is_not() {
        longer.load(DETAIL, found("first"));
        awaitAge();

        assertThat(PlayedCache.body(shorter.load(DETAIL, found("second")))).contains("second");
        assertThat(PlayedCache.body(longer.ask(DETAIL).join()))
                .as("a hit by its own times")
                .contains("first");
    }

    @Test
    void an_answer_that_is_fresh_elsewhere_serves_in_place_of_an_error_where_it_is_not() {
        longer.load(DETAIL, found("first"));
        awaitAge();

        CachedAnswer stale = shorter.load(DETAIL, PlayedCache.failed());

        assertThat(result(stale)).isEqualTo(CacheResult.STALE_IF_ERROR);
        assertThat(PlayedCache.body(stale)).contains("first");
    }

    @Test
    void an_answer_that_is_fresh_elsewhere_serves_during_a_refresh_where_it_is_not() {
        longer.load(DETAIL, found("first"));
        awaitAge();

        CachedAnswer stale = refreshing.ask(DETAIL).join();

        assertThat(result(stale)).isEqualTo(CacheResult.STALE);
        assertThat(PlayedCache.body(stale)).contains("first");
        refreshing.answer(found("second"));
        await().until(() -> PlayedCache.body(refreshing.ask(DETAIL).join()).contains("second"));
    }

    @Test
    void an_answer_that_is_stale_elsewhere_is_a_hit_where_it_is_fresh() {
        shorter.load(DETAIL, found("first"));
        awaitAge();

        assertThat(result(longer.ask(DETAIL).join())).isEqualTo(CacheResult.SHARED);
        assertThat(result(longer.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
        assertThat(longer.calls).hasValue(0);
        assertThat(shorter.cache.fresh(DETAIL)).isNull();
    }

    /** Waits until what is stored is older than the shorter time. */
    private void awaitAge() {
        await().until(() ->
                look() instanceof Claim.Found found && found.answer().age().compareTo(SHORT.multipliedBy(2)) > 0);
    }

    /** Takes it whether it is fresh or not. */
    private Claim look() {
        return Objects.requireNonNull(
                longer.shared.answers().look(DETAIL, 1, 0, longer.shared.time()).block(TestUpstream.PATIENCE));
    }
}
