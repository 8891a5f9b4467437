package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitGateTest {

    private static final Account ONE = new Account(CredentialMode.FORWARD, "one@example.com");
    private static final Account OTHER = new Account(CredentialMode.FORWARD, "other@example.com");

    private final FakeTicker ticker = new FakeTicker();
    private final RateLimitGate door = new RateLimitGate(ticker);

    @Test
    void a_door_that_nobody_closed_is_open() {
        assertThat(door.closedFor(ONE)).isZero();
    }

    @Test
    void a_door_is_closed_for_one_account_alone() {
        door.close(ONE, Duration.ofSeconds(30));

        assertThat(door.closedFor(ONE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(door.closedFor(OTHER)).isZero();
        assertThat(door.closedFor(new Account(CredentialMode.SERVICE, ONE.name())))
                .isZero();
    }

    @Test
    void a_door_opens_exactly_after_the_wait() {
        door.close(ONE, Duration.ofSeconds(30));

        ticker.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(door.closedFor(ONE)).isEqualTo(Duration.ofNanos(1));
        ticker.advance(Duration.ofNanos(1));
        assertThat(door.closedFor(ONE)).isZero();
    }

    @Test
    void the_longer_of_two_closures_wins_whichever_comes_first() {
        door.close(ONE, Duration.ofSeconds(60));
        ticker.advance(Duration.ofSeconds(10));
        door.close(ONE, Duration.ofSeconds(5));
        assertThat(door.closedFor(ONE)).isEqualTo(Duration.ofSeconds(50));

        door.close(ONE, Duration.ofSeconds(55));
        assertThat(door.closedFor(ONE)).isEqualTo(Duration.ofSeconds(55));
    }

    @Test
    void the_longest_closure_lasts_to_its_end() {
        door.close(ONE, RetryAfter.LONGEST);

        ticker.advance(RetryAfter.LONGEST.minusMillis(1));
        assertThat(door.closedFor(ONE)).isEqualTo(Duration.ofMillis(1));
    }
}
