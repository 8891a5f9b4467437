package io.offlinemessages.gateway.shared;

import static io.offlinemessages.gateway.shared.Replica.got;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rehearsal of the link by {@code --gateway.check}: it changes nothing that other gateways see. */
class LinkRehearsalTest extends WithRedis {

    @Test
    void a_rehearsal_leaves_nothing_on_an_empty_server() {
        try (var rehearsed = replica("rehearsed-", (byte) 1)) {
            got(rehearsed.shared.rehearse().thenReturn(true));

            assertThat(rehearsed.link.state()).isEqualTo("up");
            assertThat(got(rehearsed.shared.roundTrip())).isTrue();
            assertThat(rehearsed.shared.others()).isZero();
            assertThat(commands().keys("*")).isEmpty();
        }
    }

    @Test
    void a_rehearsal_is_no_member_and_reports_nothing() {
        try (var one = new Replica(
                        "one-", Replica.properties(redis.url(), 3), 10, Duration.ofMinutes(1), Ticker.systemTicker());
                var rehearsed = replica("rehearsed-", (byte) 1)) {
            one.started();
            got(rehearsed.shared.rehearse().thenReturn(true));
            got(rehearsed.shared.roundTrip());

            assertThat(rehearsed.shared.others()).isEqualTo(1);
            assertThat(commands().zrange("omg:members", 0, -1)).containsExactly("one-");
            assertThat(commands().smembers("omg:reports")).containsExactly("one-");
            assertThat(commands().hget("omg:run", "complete")).isEqualTo("0");
        }
    }

    @Test
    void a_rehearsal_with_another_secret_says_so_and_leaves_the_servers_fingerprint() {
        try (var one = Replica.of("one-", redis).started();
                var rehearsed = replica("rehearsed-", (byte) 2)) {
            got(rehearsed.shared.rehearse().thenReturn(true));

            assertThat(rehearsed.link.state())
                    .isEqualTo("lost: gateway.shared.secret ends with another secret than that of the other gateways of"
                            + " namespace omg (their fingerprint is " + one.names.fingerprint() + ", this one's "
                            + rehearsed.names.fingerprint() + ")");
            assertThat(commands().get("omg:fingerprint")).isEqualTo(one.names.fingerprint());
        }
    }

    private Replica replica(String name, byte secret) {
        var properties = Replica.properties(redis.url(), 3, secret);
        return new Replica(name, properties, 10, Duration.ofMinutes(1), Ticker.systemTicker());
    }
}
