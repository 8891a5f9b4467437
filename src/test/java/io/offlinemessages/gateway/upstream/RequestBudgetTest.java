package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBudgetTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final FakeTicker ticker = new FakeTicker();

    @Test
    void a_budget_of_zero_never_refuses() {
        var budget = new RequestBudget(0, ticker);

        for (int i = 0; i < 10_000; i++) {
            assertThat(budget.spend()).isZero();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_spent_budget_says_exactly_when_the_next_call_may_go() {
        var budget = new RequestBudget(2, ticker);

        assertThat(budget.spend()).isZero();
        ticker.advance(Duration.ofSeconds(10));
        assertThat(budget.spend()).isZero();
        ticker.advance(Duration.ofSeconds(5));
        assertThat(budget.spend()).isEqualTo(Duration.ofSeconds(45));
        ticker.advance(Duration.ofSeconds(45).minusNanos(1));
        assertThat(budget.spend()).isEqualTo(Duration.ofNanos(1));
        ticker.advance(Duration.ofNanos(1));
        assertThat(budget.spend()).isZero();
        assertThat(budget.spend()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_refused_call_spends_nothing() {
        var budget = new RequestBudget(1, ticker);

        assertThat(budget.spend()).isZero();
        for (int second = 0; second < 60; second++) {
            assertThat(budget.spend()).isEqualTo(Duration.ofSeconds(60 - second));
            ticker.advance(Duration.ofSeconds(1));
        }
        assertThat(budget.spend()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,5", "4,60", "5,300"})
    void no_sixty_seconds_hold_more_calls_than_the_limit(long seed, int limit) {
        var random = new Random(seed);
        var budget = new RequestBudget(limit, ticker);
        var last = new ArrayDeque<Long>();
        long start = ticker.read();

        for (int i = 0; i < 20_000; i++) {
            ticker.advance(Duration.ofNanos(random.nextLong(2 * MINUTE / limit)));
            long now = ticker.read() - start;
            last.removeIf(call -> now - call >= MINUTE);
            Duration expected = last.size() < limit ? Duration.ZERO : Duration.ofNanos(last.getFirst() + MINUTE - now);

            assertThat(budget.used()).isEqualTo(last.size());
            assertThat(budget.spend()).isEqualTo(expected);
            if (expected.isZero()) {
                last.addLast(now);
            }
            assertThat(budget.used()).isEqualTo(last.size());
        }
    }
}
