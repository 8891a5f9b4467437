package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static io.offlinemessages.gateway.access.AccessFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorMemoryTest extends AuthenticatorScenario {

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
    void other_credentials_are_wrong_and_hashed_again_after_a_minute(String username, String password)
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
        access.pollTwice();

        assertThat(check(access, later)).isInstanceOf(Verified.class);
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
    void credentials_unused_for_a_while_are_checked_again() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);

        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();

        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
        assertThat(access.authenticator.remembered(shown(ALICE))).isPresent();
        assertChecks(access, 2, 0, 0, 0);
    }

    @Test
    void credentials_in_use_are_never_hashed_again() throws UsersFileException {
        AccessFixture access = start(USERS);
        check(access, ALICE);
        for (int i = 0; i < 1_000; i++) {
            nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos() - 1);
            assertThat(access.authenticator.remembered(shown(ALICE))).contains(VERIFIED.caller());
        }
        assertChecks(access, 1, 0, 0, 0);
    }
}
