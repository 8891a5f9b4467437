package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The looks into the cache that ask the upstream for nothing. */
class FreshHitsTest {

    private static final DetailRequest KEY = request("jane", 744);

    private final CacheHarness harness = new CacheHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_look_leaves_no_trace_until_whoever_found_something_says_that_it_was_of_use() {
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(Duration.ofSeconds(7));

        FreshAnswer message = Objects.requireNonNull(harness.cache.fresh(KEY));

        assertThat(new String(message.representation().body(), UTF_8)).isEqualTo(json(744, "a"));
        assertThat(message.ageSeconds()).isEqualTo(7);
        assertThat(message.ttlSeconds()).isEqualTo(23);
        assertThat(harness.results(CacheResult.HIT)).isZero();
        assertThat(looks("hit")).isZero();

        harness.cache.used(KEY);

        assertThat(harness.results(CacheResult.HIT)).isEqualTo(1);
        assertThat(looks("hit")).isEqualTo(1);
    }

    @Test
    void a_remembered_404_is_no_message() {
        harness.load(KEY, error(404));

        assertThat(harness.cache.fresh(KEY)).isNull();
        assertThat(kind(harness.stored(KEY))).isEqualTo(FailureKind.NO_RECORD);
    }

    @Test
    void what_is_stale_or_not_there_is_none() {
        assertThat(harness.cache.fresh(KEY)).isNull();
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(CacheHarness.TTL);

        assertThat(harness.cache.fresh(KEY)).isNull();
        assertThat(looks("hit") + looks("miss")).as("the one of the load").isEqualTo(1);
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    private double looks(String result) {
        return harness.meters
                .get("cache.gets")
                .tag("cache", "messages")
                .tag("result", result)
                .functionCounter()
                .count();
    }
}
