package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class AnswerLoadsTest {

    @Test
    void a_load_whose_outcome_cannot_be_stored_ends_and_leaves_its_key_free() {
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                CacheHarness.TTL,
                Duration.ZERO,
                Duration.ZERO,
                CacheHarness.NOT_FOUND_TTL,
                DataSize.ofMegabytes(1),
                new CacheProperties.Pages(CacheHarness.TTL, Duration.ZERO, Duration.ZERO, true));
        var ticks = new AtomicInteger();
        Ticker ticker = () -> {
            // A load's beginning is told the time, its end is not.
            if (ticks.getAndIncrement() % 2 == 1) {
                throw new IllegalStateException("on purpose");
            }
            return 0;
        };
        try (var origin = Origin.answering(request -> Origin.json(200, new String(Samples.detail(), UTF_8)));
                var upstream = TestUpstream.at(origin.url()).attempts(1).build()) {
            AnswerLoads loads = CacheParts.alone(properties, ticker, upstream.upstream()::fetch)
                    .loads();
            var key = CacheHarness.request("jane@example.com", 744);
            for (int i = 0; i < 2; i++) {
                var joined = Objects.requireNonNull(loads.join(key, Samples.contextOf(key)));
                assertThat(joined.collapsed()).isFalse();
                assertThat(joined.result().block(TestUpstream.PATIENCE))
                        .isEqualTo(
                                new Loaded(null, Failure.of(FailureKind.INTERNAL), 0, Loaded.Fate.NOT_STORED, false));
            }
        }
    }

    @Test
    void an_eviction_says_whether_there_was_an_entry_or_a_load() {
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                CacheHarness.TTL,
                Duration.ZERO,
                Duration.ZERO,
                CacheHarness.NOT_FOUND_TTL,
                DataSize.ofMegabytes(1),
                new CacheProperties.Pages(CacheHarness.TTL, Duration.ZERO, Duration.ZERO, true));
        var parts = CacheParts.alone(properties, new FakeTicker(), (request, context) -> Mono.never());
        AnswerLoads loads = parts.loads();
        var key = CacheHarness.request("jane@example.com", 744);

        assertThat(loads.evict(key)).isFalse();
        loads.join(key, Samples.contextOf(key));
        assertThat(loads.evict(key)).isTrue();
        parts.apply(key, new Outcome.Found(Samples.detail(), List.of(), CacheTerms.UNSAID));
        assertThat(loads.evict(key)).isTrue();
        assertThat(loads.evict(key)).isFalse();
    }
}
