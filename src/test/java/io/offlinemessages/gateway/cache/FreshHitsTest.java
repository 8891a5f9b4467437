package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
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
    void a_fresh_message_is_a_hit_and_counted_as_one() {
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(Duration.ofSeconds(7));

        FreshMessage message = Objects.requireNonNull(harness.cache.freshMessage(KEY));
        CachedAnswer hit = Objects.requireNonNull(harness.cache.hit(KEY));

        assertThat(new String(message.representation().body(), UTF_8)).isEqualTo(json(744, "a"));
        assertThat(message.ageSeconds()).isEqualTo(7);
        assertThat(message.ttlSeconds()).isEqualTo(23);
        assertThat(body(hit)).isEqualTo(json(744, "a"));
        assertThat(harness.results(CacheResult.HIT)).isEqualTo(2);
        assertThat(statistics()).as("looks that Caffeine counts").isEqualTo(2);
    }

    @Test
    void a_remembered_404_is_a_hit_but_no_message() {
        harness.load(KEY, error(404));

        assertThat(harness.cache.freshMessage(KEY)).isNull();
        assertThat(kind(Objects.requireNonNull(harness.cache.hit(KEY)))).isEqualTo(FailureKind.NO_RECORD);
        assertThat(harness.results(CacheResult.HIT)).isEqualTo(1);
    }

    @Test
    void what_is_stale_or_not_there_is_none_and_counts_nothing() {
        assertThat(harness.cache.freshMessage(KEY)).isNull();
        assertThat(harness.cache.hit(KEY)).isNull();
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(CacheHarness.TTL);

        assertThat(harness.cache.freshMessage(KEY)).isNull();
        assertThat(harness.cache.hit(KEY)).isNull();
        assertThat(harness.results(CacheResult.HIT)).isZero();
        assertThat(statistics()).isZero();
        assertThat(harness.origin.calls()).isEqualTo(1);
    }

    private double statistics() {
        return harness.meters
                .get("cache.gets")
                .tag("cache", "details")
                .tag("result", "hit")
                .functionCounter()
                .count();
    }
}
