package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.PasswordCheck.Busy;
import io.offlinemessages.gateway.access.PasswordCheck.Throttled;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthenticatorLimitsTest extends AuthenticatorScenario {

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
    void a_check_that_a_full_queue_refuses_costs_nothing() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(3, 100));
        for (int i = 0; i < AccessFixture.THREADS + HashingQueue.MOST_WAITING; i++) {
            begin(access, new BasicCredentials("user" + i, "guess"));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(access.authenticator.check(ALICE, HERE)).isCompletedWithValueMatching(Busy.class::isInstance);
        }
        hashing.runAll();
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(access.checks("throttled")).isZero();
    }

    @Test
    void a_check_whose_hash_fails_costs_nothing() throws UsersFileException {
        AccessFixture access = start(
                new UsersYaml().entry("alice", AccessFixture.IMPOSSIBLE_HASH, "Super Admin"),
                AccessFixture.wrongPasswords(1, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(check(access, ALICE)).isEqualTo(WRONG);
        }
        assertChecks(access, 0, 0, 0, 3);
    }

    @Test
    void a_check_that_waited_too_long_costs_nothing() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 100));
        occupyAllThreads(access);
        var late = access.authenticator.check(ALICE, HERE);
        access.time.advance(HashingQueue.LONGEST_WAIT);
        assertThat(late).isCompletedWithValueMatching(Busy.class::isInstance);

        begin(access, new BasicCredentials("alice", "guess"));
        assertThat(access.checks("throttled")).isZero();
    }

    @Test
    void a_caller_that_leaves_pays_nothing_and_is_not_hashed_unless_others_wait_too() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 100));
        occupyAllThreads(access);
        var guess = new BasicCredentials("alice", "guess");
        var first = access.authenticator.check(guess, HERE);
        var second = access.authenticator.check(guess, HERE);
        first.cancel(true);
        assertThat(second).isNotDone();
        assertThat(access.checks("abandoned")).isZero();
        second.cancel(true);
        assertThat(access.checks("abandoned")).isEqualTo(1);

        var alice = access.authenticator.check(ALICE, HERE);
        hashing.runAll();
        assertThat(alice).isCompletedWithValue(VERIFIED);
        assertChecks(access, 1, AccessFixture.THREADS, 0, 0);
    }

    @Test
    void a_caller_that_comes_after_all_have_left_is_hashed() throws UsersFileException {
        AccessFixture access = start(USERS);
        occupyAllThreads(access);
        for (int i = 0; i < 3; i++) {
            access.authenticator.check(ALICE, HERE).cancel(true);
        }
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(access.checks("abandoned")).isEqualTo(3);
    }

    @Test
    void a_caller_that_leaves_during_the_hash_finds_the_outcome_remembered() throws UsersFileException {
        AccessFixture access = start(USERS);
        access.authenticator.check(ALICE, HERE).cancel(true);
        hashing.runAll();

        assertThat(access.authenticator.check(ALICE, HERE)).isCompletedWithValue(VERIFIED);
        assertThat(access.checks("abandoned")).isZero();
    }

    private static void occupyAllThreads(AccessFixture access) {
        for (int i = 0; i < AccessFixture.THREADS; i++) {
            begin(access, new BasicCredentials("user" + i, "guess"));
        }
    }

    @Test
    void a_proven_caller_is_checked_in_spite_of_others_guesses() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 1));
        check(access, ALICE);
        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        check(access, new BasicCredentials("alice", "guess"));
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);

        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);
    }
}
