package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.access.PasswordCheck.Busy;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

/**
 * What becomes of a caller with the right password, which nobody remembers, while others send 25 wrong ones a second, with user names
 * that are never the same, to one thread that takes 60 ms for a hash. Time is the test's own.
 */
class PasswordFloodTest {

    private static final Duration HASH = Duration.ofMillis(60);
    private static final Duration GAP = Duration.ofMillis(40);
    private static final BasicCredentials ALICE = new BasicCredentials("alice", "secret");

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Random random = new Random(1);
    private AccessFixture access;
    private int wrong;

    @BeforeEach
    void start() throws UsersFileException {
        String hash = "{scrypt}" + new SCryptPasswordEncoder(2, 1, 1, 32, 16).encode("secret");
        Path file = folder.resolve("users.yaml");
        new UsersYaml().entry("alice", hash, "Super Admin").writeTo(file);
        access = new AccessFixture(
                file,
                time::getAsLong,
                time,
                1,
                check -> time.run(HASH.toNanos(), check),
                AccessFixture.wrongPasswords(20, 60),
                meters);
    }

    @ParameterizedTest(name = "{0} networks of {1} addresses, a caller from {2}: {3} tries at most, and {4} s")
    @CsvSource({
        "20, 10, 203.0.113.7, 1, 8",
        "20, 10, 2001:db8::7, 1, 8",
        "1, 200, 203.0.113.7, 1, 1",
        "200, 1, 203.0.113.7, 3, 90",
        "20, 10, 10.0.3.250, 3, 100",
    })
    void a_caller_that_heeds_retry_after_gets_in(int networks, int addresses, String caller, int tries, long seconds) {
        flood(networks, addresses, Duration.ofSeconds(60));
        Duration waited = Duration.ZERO;
        int tried = 0;
        while (true) {
            tried++;
            var answer = access.authenticator.check(ALICE, address(caller));
            while (!answer.isDone()) {
                flood(networks, addresses, GAP);
                waited = waited.plus(GAP);
            }
            if (!(answer.join() instanceof Busy busy)) {
                assertThat(answer.join()).isInstanceOf(Verified.class);
                break;
            }
            flood(networks, addresses, busy.retryAfter());
            waited = waited.plus(busy.retryAfter());
        }
        assertThat(tried).as("tries").isLessThanOrEqualTo(tries);
        assertThat(waited).as("in all").isLessThanOrEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_caller_that_hangs_up_after_a_second_each_time_gets_in() {
        flood(20, 10, Duration.ofSeconds(60));
        CompletableFuture<PasswordCheck> answer = new CompletableFuture<>();
        for (int tried = 0; tried < 12 && !answer.isDone(); tried++) {
            answer.cancel(true);
            answer = access.authenticator.check(ALICE, address("203.0.113.7"));
            flood(20, 10, Duration.ofSeconds(1));
        }
        assertThat(answer.join()).isInstanceOf(Verified.class);
    }

    @Test
    void a_flood_gets_its_share_and_no_more() {
        flood(20, 10, Duration.ofMinutes(2));

        // 360 ms each, with the rest.
        assertThat(access.checks("wrong")).isBetween(320.0, 334.0);
        assertThat(access.checks("busy")).isPositive();
        assertThat(access.checks("throttled")).isZero();
    }

    private void flood(int networks, int addresses, Duration duration) {
        for (Duration gone = Duration.ZERO; gone.compareTo(duration) < 0; gone = gone.plus(GAP)) {
            String from = "10.0." + random.nextInt(networks) + "." + random.nextInt(addresses);
            var unused = access.authenticator.check(new BasicCredentials("user" + wrong++, "guess"), address(from));
            time.advance(GAP);
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
