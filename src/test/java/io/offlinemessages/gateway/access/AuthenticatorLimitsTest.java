package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;

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
    void whoever_was_let_in_before_is_checked_in_spite_of_others_guesses() throws UsersFileException {
        AccessFixture access = start(USERS, AccessFixture.wrongPasswords(1, 1));
        check(access, ALICE);
        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        check(access, new BasicCredentials("alice", "guess"));
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);

        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(check(access, new BasicCredentials("alice", "another"))).isInstanceOf(Throttled.class);
    }
}
