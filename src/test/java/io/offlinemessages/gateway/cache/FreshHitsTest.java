package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The looks into the cache that ask the upstream for nothing. */
@ParameterizedClass(name = "{0}")
@EnumSource
class FreshHitsTest {

    private final CacheHarness harness = new CacheHarness();

    private final CanonicalRequest key;

    FreshHitsTest(Route route) {
        this.key = request(route, "jane", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void a_look_leaves_no_trace_until_its_use_is_reported() {
        harness.load(key, found(key, "a"));
        harness.ticker.advance(Duration.ofSeconds(7));

        FreshAnswer message = Objects.requireNonNull(harness.cache.fresh(key));

        assertThat(new String(message.representation().body(), UTF_8)).isEqualTo(json(key, "a"));
        assertThat(message.ageSeconds()).isEqualTo(7);
        assertThat(message.ttlSeconds()).isEqualTo(23);
        assertThat(harness.results(CacheResult.HIT)).isZero();
        assertThat(looks("hit")).isZero();

        harness.cache.used(key);

        assertThat(harness.results(CacheResult.HIT)).isEqualTo(1);
        assertThat(looks("hit")).isEqualTo(1);
    }

    @Test
    void a_stale_or_missing_answer_is_no_hit() {
        assertThat(harness.cache.fresh(key)).isNull();
        harness.load(key, found(key, "a"));
        harness.ticker.advance(CacheHarness.TTL);

        assertThat(harness.cache.fresh(key)).isNull();
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
