package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static io.offlinemessages.gateway.access.AccessFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.access.PasswordCheck.Busy;
import io.offlinemessages.gateway.access.PasswordCheck.Throttled;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import io.offlinemessages.gateway.access.PasswordCheck.Wrong;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.limits.LimitsProperties;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {

    private static final UsersYaml USERS =
            new UsersYaml().user("alice", "secret", "Super Admin").user("bob", "builder", "Agent");

    private static final BasicCredentials ALICE = new BasicCredentials("alice", "secret");
    private static final Verified VERIFIED = new Verified(new Caller("alice", Role.SUPER_ADMIN));
    private static final Wrong WRONG = new Wrong();

    @TempDir
    Path folder;

    private final HandDrivenExecutor hashing = new HandDrivenExecutor(4);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void a_right_password_is_verified_off_the_calling_thread_and_then_remembered() throws UsersFileException {
        AccessFixture access = start(USERS);

        CompletableFuture<PasswordCheck> check = access.authenticator.check(ALICE, HERE);
        assertThat(check).isNotDone();
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();

        hashing.runAll();
        assertThat(check).isCompletedWithValue(VERIFIED);
        assertThat(access.authenticator.remembered(shown(ALICE))).contains(VERIFIED.caller());
        assertChecks(access, 1, 0, 0, 0);
    }

    @Test
    void remembered_credentials_are_not_hashed_again() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);

        assertThat(access.authenticator.check(ALICE, HERE)).isCompletedWithValue(VERIFIED);
        assertThat(hashing.waiting()).isZero();
        assertChecks(access, 1, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, Secret",
        "alice, secret2",
        "alice, ''",
        "alice, builder",
        "Alice, secret",
        "'alice ', secret",
        "'', secret",
        "nobody, secret",
        "nobody, builder",
        "bob, secret"
    })
    void everything_else_is_wrong_and_hashed_again_after_a_minute(String username, String password)
            throws UsersFileException {
        AccessFixture access = start(USERS);
        var credentials = new BasicCredentials(username, password);

        for (int i = 1; i <= 2; i++) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            CompletableFuture<PasswordCheck> check = access.authenticator.check(credentials, HERE);
            assertThat(hashing.waiting()).isEqualTo(1);
            hashing.runAll();

            assertThat(check).isCompletedWithValue(WRONG);
            assertThat(access.authenticator.remembered(shown(credentials))).isEmpty();
            assertChecks(access, 0, i, 0, 0);
        }
    }

    @Test
    void a_wrong_password_that_comes_again_within_a_minute_is_wrong_without_hashing() throws UsersFileException {
        AccessFixture access = start(USERS);
        var wrong = new BasicCredentials("alice", "wrong");
        check(access, wrong);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);

        assertThat(access.authenticator.check(wrong, HERE)).isCompletedWithValue(WRONG);
        assertThat(hashing.waiting()).isZero();
        assertChecks(access, 0, 1, 0, 0);
        assertThat(access.checks("repeated")).isEqualTo(1);
    }

    @Test
    void a_password_that_a_new_file_makes_right_is_right_at_once() throws UsersFileException {
        AccessFixture access = start(USERS);
        var later = new BasicCredentials("alice", "later");
        check(access, later);
        new UsersYaml().user("alice", "later", "Agent").writeTo(file());
        access.lookTwice();

        assertThat(check(access, later)).isInstanceOf(Verified.class);
    }

    @Test
    void beyond_the_limit_of_a_user_wrong_passwords_are_throttled_before_hashing_and_others_are_not()
            throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(3, 0));
        for (int i = 0; i < 3; i++) {
            assertThat(check(access, new BasicCredentials("alice", "guess" + i)))
                    .isEqualTo(WRONG);
        }

        assertThat(access.authenticator.check(new BasicCredentials("alice", "guess3"), HERE))
                .isCompletedWithValue(new Throttled(Duration.ofSeconds(20)));
        assertThat(hashing.waiting()).isZero();
        assertThat(access.checks("throttled")).isEqualTo(1);
        assertThat(check(access, new BasicCredentials("bob", "builder"))).isInstanceOf(Verified.class);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(check(access, new BasicCredentials("alice", "guess3"))).isEqualTo(WRONG);
    }

    @Test
    void beyond_the_limit_of_an_address_wrong_passwords_are_throttled_whatever_the_users() throws Exception {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(0, 3));
        for (int i = 0; i < 3; i++) {
            assertThat(check(access, new BasicCredentials("user" + i, "guess"))).isEqualTo(WRONG);
        }

        assertThat(check(access, new BasicCredentials("user3", "guess"))).isInstanceOf(Throttled.class);
        var elsewhere = access.authenticator.check(ALICE, InetAddress.getByName("192.0.2.7"));
        hashing.runAll();
        assertThat(elsewhere).isCompletedWithValue(VERIFIED);
    }

    @Test
    void right_passwords_cost_nothing_of_any_limit() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 1));
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
            assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
            assertThat(check(access, new BasicCredentials("bob", "builder"))).isInstanceOf(Verified.class);
        }
        assertThat(check(access, new BasicCredentials("alice", "guess"))).isEqualTo(WRONG);
    }

    @Test
    void whoever_was_let_in_before_is_checked_in_spite_of_others_guesses() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 1));
        check(access, ALICE);
        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        check(access, new BasicCredentials("alice", "guess"));
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);

        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);
    }

    @Test
    void one_users_memory_lets_no_other_password_in() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);

        assertThat(access.authenticator.remembered(shown(new BasicCredentials("alice", "secret2"))))
                .isEmpty();
        assertThat(access.authenticator.remembered(shown(new BasicCredentials("bob", "secret"))))
                .isEmpty();
        assertThat(access.authenticator.remembered(shown(new BasicCredentials("alic", "esecret"))))
                .isEmpty();
    }

    @Test
    void an_unknown_user_is_hashed_as_well() throws UsersFileException {
        AccessFixture access = start(new UsersYaml().entry("alice", AccessFixture.IMPOSSIBLE_HASH, "Agent"));

        assertThat(check(access, new BasicCredentials("nobody", "secret"))).isEqualTo(WRONG);

        // Only an attempt to hash can have failed.
        assertChecks(access, 0, 0, 0, 1);
    }

    @Test
    void a_hundred_equal_checks_at_once_hash_once() throws Exception {
        AccessFixture access = start(USERS);
        int callers = 100;
        var start = new CyclicBarrier(callers);
        var threads = Executors.newFixedThreadPool(callers);
        try {
            Callable<CompletableFuture<PasswordCheck>> call = () -> {
                start.await();
                return access.authenticator.check(new BasicCredentials("alice", "secret"), HERE);
            };
            var calls = new ArrayList<Callable<CompletableFuture<PasswordCheck>>>();
            for (int i = 0; i < callers; i++) {
                calls.add(call);
            }
            var checks = new ArrayList<CompletableFuture<PasswordCheck>>();
            for (var future : threads.invokeAll(calls)) {
                checks.add(future.get());
            }

            assertThat(hashing.waiting()).isEqualTo(1);
            assertThat(checks).noneMatch(CompletableFuture::isDone);
            hashing.runAll();
            assertThat(checks).extracting(CompletableFuture::join).containsOnly(VERIFIED);
            assertChecks(access, 1, 0, 0, 0);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void different_credentials_are_checked_apart() throws UsersFileException {
        AccessFixture access = start(USERS);
        var right = access.authenticator.check(ALICE, HERE);
        var wrong = access.authenticator.check(new BasicCredentials("alice", "wrong"), HERE);

        assertThat(hashing.waiting()).isEqualTo(2);
        hashing.runAll();
        assertThat(right).isCompletedWithValue(VERIFIED);
        assertThat(wrong).isCompletedWithValue(WRONG);
    }

    @Test
    void what_is_remembered_expires_and_is_checked_again() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);

        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos() - 1);
        assertThat(access.authenticator.remembered(shown(ALICE))).isPresent();
        nanos.addAndGet(1);
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();

        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(access.authenticator.remembered(shown(ALICE))).isPresent();
        assertChecks(access, 2, 0, 0, 0);
    }

    @Test
    void use_does_not_prolong_the_memory() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);
        Duration third = AccessFixture.VERIFIED_TTL.dividedBy(3);
        for (int i = 0; i < 2; i++) {
            nanos.addAndGet(third.toNanos());
            assertThat(access.authenticator.remembered(shown(ALICE))).isPresent();
        }
        nanos.addAndGet(third.toNanos());

        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();
    }

    @Test
    void a_full_queue_is_busy_and_later_checks_are_free_to_try() throws UsersFileException {
        AccessFixture access = start(USERS);
        for (int i = 0; i < 4; i++) {
            assertThat(access.authenticator.check(new BasicCredentials("alice", "wrong" + i), HERE))
                    .isNotDone();
        }

        assertThat(access.authenticator.check(ALICE, HERE)).isCompletedWithValue(new Busy());
        assertChecks(access, 0, 0, 1, 0);

        hashing.runAll();
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertChecks(access, 1, 4, 1, 0);
    }

    @Test
    void a_check_that_waits_is_decided_by_the_file_that_came_meanwhile() throws UsersFileException {
        AccessFixture access = start(USERS);
        var withdrawn = access.authenticator.check(ALICE, HERE);
        var granted = access.authenticator.check(new BasicCredentials("alice", "new"), HERE);
        new UsersYaml().user("alice", "new", "Agent").writeTo(file());
        access.lookTwice();

        hashing.runAll();

        assertThat(withdrawn).isCompletedWithValue(WRONG);
        assertThat(granted).isCompletedWithValue(new Verified(new Caller("alice", Role.AGENT)));
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();
    }

    @Test
    void a_file_that_comes_while_the_password_is_hashed_has_the_last_word() throws UsersFileException {
        var reload = new AtomicReference<Runnable>(() -> {});
        USERS.writeTo(file());
        // The clock is read when the right password is remembered: after the hashing, before the answer.
        Ticker ticker = () -> {
            reload.getAndSet(() -> {}).run();
            return 0;
        };
        var access = new AccessFixture(file(), ticker, hashing);
        var check = access.authenticator.check(ALICE, HERE);
        reload.set(() -> {
            new UsersYaml().user("alice", "new", "Super Admin").writeTo(file());
            access.lookTwice();
        });

        hashing.runAll();

        assertThat(access.reloads("loaded")).isEqualTo(1);
        assertThat(check).isCompletedWithValue(WRONG);
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();
        assertChecks(access, 0, 1, 0, 0);
    }

    @Test
    void a_hash_that_throws_is_wrong_and_counted_as_failed() throws UsersFileException {
        AccessFixture access = start(new UsersYaml()
                .entry("alice", AccessFixture.IMPOSSIBLE_HASH, "Super Admin")
                .user("bob", "builder", "Agent"));

        assertThat(check(access, ALICE)).isEqualTo(WRONG);
        assertChecks(access, 0, 0, 0, 1);

        assertThat(check(access, new BasicCredentials("bob", "builder"))).isInstanceOf(Verified.class);
        assertThat(check(access, ALICE)).isEqualTo(WRONG);
        assertChecks(access, 1, 0, 0, 2);
    }

    @Test
    void a_check_that_runs_out_of_memory_still_ends() throws UsersFileException {
        var exhausted = new AtomicBoolean();
        USERS.writeTo(file());
        Ticker ticker = () -> {
            if (exhausted.getAndSet(false)) {
                throw new OutOfMemoryError("as a hash with large parameters causes it");
            }
            return 0;
        };
        var access = new AccessFixture(file(), ticker, hashing);
        var check = access.authenticator.check(ALICE, HERE);
        exhausted.set(true);

        assertThatCode(hashing::runAll).doesNotThrowAnyException();

        assertThat(check).isCompletedWithValue(WRONG);
        assertChecks(access, 0, 0, 0, 1);
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
    }

    @Test
    void all_results_are_counted_from_the_start() throws UsersFileException {
        AccessFixture access = start(USERS);

        assertThat(access.meters.find("gateway.password.checks").counters())
                .extracting(counter -> counter.getId().getTag("result"))
                .containsExactlyInAnyOrder("verified", "wrong", "repeated", "throttled", "busy", "failed");
        assertChecks(access, 0, 0, 0, 0);
    }

    @Test
    void only_after_a_wrong_password_does_a_hashing_thread_rest() throws UsersFileException {
        AccessFixture access = start(USERS);
        var wrong = access.authenticator.check(new BasicCredentials("alice", "wrong"), HERE);
        long start = System.nanoTime();
        hashing.runAll();
        long hashed = System.nanoTime() - start;
        assertThat(wrong).isCompletedWithValue(WRONG);
        assertThat(access.rests).hasSize(1);
        assertThat(access.rests.get(0)).isBetween(1L, 5 * hashed);

        var right = access.authenticator.check(ALICE, HERE);
        hashing.runAll();
        assertThat(right).isCompletedWithValue(VERIFIED);
        assertThat(access.rests).hasSize(1);
    }

    @Test
    void outcomes_print_no_password() {
        for (PasswordCheck check : List.of(VERIFIED, WRONG, new Busy(), new Throttled(Duration.ZERO))) {
            assertThat(check.toString()).doesNotContain("secret");
        }
    }

    private AccessFixture start(UsersYaml users) throws UsersFileException {
        return start(users, AccessFixture.wrongPasswords(0, 0));
    }

    private AccessFixture start(UsersYaml users, LimitsProperties limits) throws UsersFileException {
        users.writeTo(file());
        return new AccessFixture(file(), nanos::get, hashing, limits);
    }

    private Path file() {
        return folder.resolve("users.yaml");
    }

    private PasswordCheck check(AccessFixture access, BasicCredentials credentials) {
        var check = access.authenticator.check(credentials, HERE);
        hashing.runAll();
        assertThat(check).isDone();
        return check.join();
    }

    private static void assertChecks(AccessFixture access, int verified, int wrong, int busy, int failed) {
        assertThat(access.checks("verified")).as("verified").isEqualTo(verified);
        assertThat(access.checks("wrong")).as("wrong").isEqualTo(wrong);
        assertThat(access.checks("busy")).as("busy").isEqualTo(busy);
        assertThat(access.checks("failed")).as("failed").isEqualTo(failed);
    }
}
