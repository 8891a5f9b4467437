package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static io.offlinemessages.gateway.access.AccessFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.access.PasswordCheck.Busy;
import io.offlinemessages.gateway.access.PasswordCheck.Throttled;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import io.offlinemessages.gateway.contract.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthenticatorTest extends AuthenticatorScenario {

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
    void a_full_queue_is_busy_and_later_checks_are_free_to_try() throws UsersFileException {
        AccessFixture access = start(USERS);
        int most = AccessFixture.THREADS + HashingQueue.MOST_WAITING;
        for (int i = 0; i < most; i++) {
            assertThat(access.authenticator.check(new BasicCredentials("alice", "wrong" + i), HERE))
                    .isNotDone();
        }

        assertThat(access.authenticator.check(ALICE, HERE)).isCompletedWithValueMatching(Busy.class::isInstance);
        assertChecks(access, 0, 0, 1, 0);

        hashing.runAll();
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertChecks(access, 1, most, 1, 0);
    }

    @Test
    void a_check_that_waits_is_decided_by_the_file_that_came_meanwhile() throws UsersFileException {
        AccessFixture access = start(USERS);
        var withdrawn = access.authenticator.check(ALICE, HERE);
        var granted = access.authenticator.check(new BasicCredentials("alice", "new"), HERE);
        new UsersYaml().user("alice", "new", "Agent").writeTo(file());
        access.pollTwice();

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
            access.pollTwice();
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
                .containsExactlyInAnyOrder("verified", "wrong", "repeated", "throttled", "busy", "abandoned", "failed");
        assertChecks(access, 0, 0, 0, 0);
    }

    @Test
    void outcomes_print_no_password() {
        for (PasswordCheck check : List.of(VERIFIED, WRONG, new Busy(Duration.ZERO), new Throttled(Duration.ZERO))) {
            assertThat(check.toString()).doesNotContain("secret");
        }
    }
}
