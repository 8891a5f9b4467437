package io.offlinemessages.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketsTest {

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());

    @Test
    void a_bucket_is_full_at_first_and_then_refills_evenly() {
        var buckets = new TokenBuckets<String>(4, 10, nanos::get);
        for (int i = 1; i <= 4; i++) {
            assertThat(buckets.take("alice"))
                    .isEqualTo(new Take(true, 4 - i, Duration.ofSeconds(15L * i), Duration.ZERO));
        }
        assertThat(buckets.take("alice")).isEqualTo(new Take(false, 0, minute(), Duration.ofSeconds(15)));

        advance(Duration.ofSeconds(15).minusNanos(1));
        assertThat(buckets.take("alice").retryAfter()).isEqualTo(Duration.ofNanos(1));
        advance(Duration.ofNanos(1));
        assertThat(buckets.take("alice")).isEqualTo(new Take(true, 0, minute(), Duration.ZERO));
        assertThat(buckets.take("alice").granted()).isFalse();
    }

    @Test
    void keys_have_buckets_of_their_own() {
        var buckets = new TokenBuckets<String>(1, 10, nanos::get);
        assertThat(buckets.take("alice").granted()).isTrue();
        assertThat(buckets.take("bob").granted()).isTrue();
        assertThat(buckets.take("alice").granted()).isFalse();
    }

    @Test
    void a_token_that_is_given_back_can_be_taken_again_and_enlarges_no_bucket() {
        var buckets = new TokenBuckets<String>(2, 10, nanos::get);
        buckets.take("alice");
        buckets.giveBack("alice");
        buckets.giveBack("alice");
        buckets.giveBack("nobody");

        assertThat(buckets.take("alice").remaining()).isEqualTo(1);
        assertThat(buckets.take("alice").remaining()).isZero();
        assertThat(buckets.take("alice").granted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 60, 1_000_000})
    void a_key_gets_at_most_a_full_bucket_and_the_tokens_that_flowed_in_since(int capacity) {
        var random = new Random(capacity);
        var buckets = new TokenBuckets<String>(capacity, 10, nanos::get);
        long start = nanos.get();
        long granted = 0;
        for (int i = 0; i < 20_000; i++) {
            advance(Duration.ofNanos(random.nextLong(minute().toNanos() / Math.min(capacity, 100))));
            granted += buckets.take("alice").granted() ? 1 : 0;
            double since = nanos.get() - start;
            assertThat(granted).isLessThanOrEqualTo((long) (capacity + since * capacity / minute().toNanos()) + 1);
        }
        assertThat(granted).isPositive();
    }

    @Test
    void the_number_of_buckets_is_bounded_and_full_ones_are_dropped() {
        var buckets = new TokenBuckets<Integer>(1, 100, nanos::get);
        for (int i = 0; i < 10_000; i++) {
            buckets.take(i);
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(100);
        advance(minute());
        assertThat(buckets.size()).isZero();
    }

    @Test
    void many_threads_get_exactly_the_tokens_of_the_bucket() throws Exception {
        var buckets = new TokenBuckets<String>(1_000, 10, nanos::get);
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Long> calls = () -> {
                long granted = 0;
                for (int i = 0; i < 500; i++) {
                    granted += buckets.take("alice").granted() ? 1 : 0;
                }
                return granted;
            };
            var all = new ArrayList<Callable<Long>>();
            for (int i = 0; i < 8; i++) {
                all.add(calls);
            }
            long granted = 0;
            for (var result : threads.invokeAll(all)) {
                granted += result.get();
            }
            assertThat(granted).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Duration minute() {
        return Duration.ofMinutes(1);
    }
}
