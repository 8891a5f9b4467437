package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody can tell known users from unknown ones by the time that a refusal takes. What is compared is the processor time of this
 * thread, which other work on the machine hardly changes, in pairs whose order is random.
 */
@Tag("alone")
class RefusalTimeTest {

    private static final int PAIRS = 400;

    /** Were both alike, the share would be outside of half ± this about once in a million runs (binomial, 4.8 deviations). */
    private static final double TOLERANCE = 0.12;

    @TempDir
    Path folder;

    private final CredentialKey.Factory keys = new CredentialKey.Factory(new SecureRandom());
    private CredentialMemory memory;

    @BeforeEach
    void load() throws UsersFileException {
        Path file = folder.resolve("users.yaml");
        new UsersYaml()
                .user("alice", "secret", "Super Admin")
                .user("bob", "builder", "Agent")
                .writeTo(file);
        var directory = new UserDirectory(file, new SimpleMeterRegistry());
        memory = new CredentialMemory(directory, keys, AccessFixture.VERIFIED_TTL, Ticker.disabledTicker());
        shareOfSlower(i -> nanos("alice", "warm" + i), i -> nanos("nobody", "warm" + i));
    }

    @Test
    void an_unknown_user_takes_as_long_as_a_known_one() {
        assertThat(shareOfSlower(i -> nanos("alice", "guess" + i), i -> nanos("nobody" + i, "guess")))
                .isBetween(0.5 - TOLERANCE, 0.5 + TOLERANCE);
    }

    @Test
    void a_user_of_one_role_takes_as_long_as_one_of_another() {
        assertThat(shareOfSlower(i -> nanos("alice", "guess" + i), i -> nanos("bob", "guess" + i)))
                .isBetween(0.5 - TOLERANCE, 0.5 + TOLERANCE);
    }

    @Test
    void a_password_beyond_what_bcrypt_reads_takes_as_long_as_a_short_one() {
        String tail = "x".repeat(100);
        assertThat(shareOfSlower(i -> nanos("alice", i + tail), i -> nanos("alice", "guess" + i)))
                .isBetween(0.5 - TOLERANCE, 0.5 + TOLERANCE);
    }

    @Test
    void a_difference_of_a_fifth_would_be_seen() {
        assertThat(shareOfSlower(i -> nanos("alice", "guess" + i) * 6 / 5, i -> nanos("alice", "other" + i)))
                .isGreaterThan(0.5 + TOLERANCE);
    }

    /** In which share of the pairs the first one took longer. */
    private static double shareOfSlower(IntToLongFunction first, IntToLongFunction second) {
        var random = new Random(1);
        int slower = 0;
        for (int i = 0; i < PAIRS; i++) {
            long difference;
            if (random.nextBoolean()) {
                long earlier = first.applyAsLong(i);
                difference = earlier - second.applyAsLong(i);
            } else {
                long earlier = second.applyAsLong(i);
                difference = first.applyAsLong(i) - earlier;
            }
            slower += difference > 0 ? 1 : 0;
        }
        return (double) slower / PAIRS;
    }

    private long nanos(String username, String password) {
        var credentials = new BasicCredentials(username, password);
        CredentialKey key = keys.of(credentials);
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        assertThat(memory.verify(credentials, key)).isNull();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
