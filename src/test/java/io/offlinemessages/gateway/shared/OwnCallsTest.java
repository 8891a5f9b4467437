package io.offlinemessages.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.e2e.TestTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCallsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestTicker ticker = new TestTicker();

    @ParameterizedTest
    @CsvSource({"10, 1, 10", "10, 3, 3", "10, 10, 1", "300, 7, 42"})
    void a_replica_on_its_own_has_its_part(int limit, int replicas, int part) {
        OwnCalls own = own(limit, replicas);
        assertThat(spend(own, limit)).isEqualTo(part);

        ticker.advance(MINUTE);
        assertThat(spend(own, 1)).isZero();
        ticker.advance(Duration.ofNanos(1));
        assertThat(spend(own, limit)).isEqualTo(part);
    }

    @Test
    void the_part_is_one_of_the_rest_of_the_last_known_window() {
        OwnCalls own = own(12, 3);
        own.told(new KnownWindow(ticker.read(), 12, 6, List.of()));

        assertThat(spend(own, 12)).isEqualTo(2);
        assertThat(own.held()).isEqualTo(8);
    }

    /** Of 80 calls the latest ten were made at once, the others 30 seconds before. */
    @Test
    void the_known_window_empties_as_time_goes_by() {
        var ages = new ArrayList<>(List.of(0L));
        ages.addAll(IntStream.range(1, 8).mapToObj(i -> seconds(30)).toList());
        var known = new KnownWindow(0, 80, 80, ages);

        assertThat(known.held(seconds(30), MINUTE.toNanos())).isEqualTo(80);
        assertThat(known.held(seconds(30) + 1, MINUTE.toNanos())).isEqualTo(19);
        assertThat(known.held(seconds(60), MINUTE.toNanos())).isEqualTo(19);
        assertThat(known.held(seconds(60) + 1, MINUTE.toNanos())).isZero();
    }

    @Test
    void the_wait_ends_when_a_call_leaves_the_window() {
        OwnCalls own = own(2, 2);
        spend(own, 1);
        ticker.advance(Duration.ofSeconds(20));

        assertThat(own.spend("x")).isEqualTo(Duration.ofSeconds(40).plusNanos(1));
        ticker.advance(own.spend("x"));
        assertThat(own.spend("x")).isZero();
    }

    @Test
    void calls_are_reported_until_they_are_counted_or_too_old() {
        OwnCalls own = own(10, 1);
        own.spend("a");
        ticker.advance(Duration.ofSeconds(5));
        own.spend("b");
        assertThat(own.unreported())
                .containsExactly(new OwnCalls.Aged("a", Duration.ofSeconds(5)), new OwnCalls.Aged("b", Duration.ZERO));

        own.reported(own.unreported().subList(0, 1));
        assertThat(own.unreported()).extracting(OwnCalls.Aged::id).containsExactly("b");
        ticker.advance(MINUTE.plusNanos(1));
        assertThat(own.unreported()).isEmpty();
    }

    /**
     * Replicas that call as fast as they may, by a server that counts for those which reach it; some do not for a while. All of them
     * stay within limit + limit × k / replicas, and within the limit itself where all lose it together.
     */
    @ParameterizedTest
    @CsvSource({"60, 4, 1", "60, 4, 2", "60, 4, 3", "60, 4, 4", "300, 10, 3", "7, 7, 2", "100, 1, 1"})
    void k_replicas_that_are_cut_off_exceed_the_limit_by_their_parts_at_most(int limit, int replicas, int k) {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            List<OwnCalls> own = IntStream.range(0, replicas)
                    .mapToObj(i -> own(limit, replicas))
                    .toList();
            List<Long> counted = new ArrayList<>();
            List<Long> made = new ArrayList<>();
            for (int step = 0; step < 3_000; step++) {
                ticker.advance(Duration.ofMillis(random.nextInt(200)));
                long now = ticker.read();
                int who = random.nextInt(replicas);
                boolean cutOff = who < k && step % 1_500 > 300 && step % 1_500 < 1_200;
                if (cutOff) {
                    if (own.get(who).spend("" + step).isZero()) {
                        made.add(now);
                    }
                    continue;
                }
                own.get(who)
                        .unreported()
                        .forEach(call -> counted.add(now - call.age().toNanos()));
                own.get(who).reported(own.get(who).unreported());
                counted.removeIf(call -> now - call > MINUTE.toNanos());
                if (counted.size() < limit) {
                    counted.add(now);
                    made.add(now);
                }
                own.get(who).told(known(limit, counted, now));
            }
            int most = most(made);
            assertThat(most).as("seed %d", seed).isLessThanOrEqualTo(limit + limit * k / replicas);
        }
    }

    @ParameterizedTest
    @CsvSource({"60, 4", "300, 10", "7, 7"})
    void replicas_that_lose_the_server_together_stay_within_the_limit(int limit, int replicas) {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            List<OwnCalls> own = IntStream.range(0, replicas)
                    .mapToObj(i -> own(limit, replicas))
                    .toList();
            List<Long> made = new ArrayList<>();
            int before = random.nextInt(limit + 1);
            for (int call = 0; call < before; call++) {
                ticker.advance(Duration.ofMillis(random.nextInt(50)));
                made.add(ticker.read());
            }
            long now = ticker.read();
            own.forEach(each -> each.told(known(limit, made, now)));
            for (int step = 0; step < 5_000; step++) {
                ticker.advance(Duration.ofMillis(random.nextInt(40)));
                if (own.get(random.nextInt(replicas)).spend("" + step).isZero()) {
                    made.add(ticker.read());
                }
            }
            assertThat(most(made)).as("seed %d", seed).isLessThanOrEqualTo(limit);
            assertThat(made.size()).as("seed %d: they go on calling", seed).isGreaterThan(before);
        }
    }

    private KnownWindow known(int limit, List<Long> calls, long now) {
        long[] sorted = calls.stream().mapToLong(Long::longValue).sorted().toArray();
        List<Long> ages = new ArrayList<>();
        for (int eighth = 1; eighth <= Math.min(8, limit); eighth++) {
            int place = (limit * eighth + 7) / 8;
            if (place > sorted.length) {
                break;
            }
            ages.add(now - sorted[sorted.length - place]);
        }
        return new KnownWindow(now, limit, sorted.length, ages);
    }

    /** The most calls that any minute holds. */
    private static int most(List<Long> made) {
        long[] sorted = made.stream().mapToLong(Long::longValue).sorted().toArray();
        int most = 0;
        for (int last = 0, first = 0; last < sorted.length; last++) {
            while (sorted[last] - sorted[first] > MINUTE.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static int spend(OwnCalls own, int times) {
        return (int) IntStream.range(0, times)
                .filter(call -> own.spend("" + call).isZero())
                .count();
    }

    private OwnCalls own(int limit, int replicas) {
        return new OwnCalls(limit, replicas, MINUTE, ticker);
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
