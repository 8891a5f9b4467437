package io.offlinemessages.gateway.access;

import static io.offlinemessages.gateway.access.AccessFixture.HERE;
import static io.offlinemessages.gateway.access.AccessFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.PasswordCheck.Throttled;
import io.offlinemessages.gateway.access.PasswordCheck.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit of the users file ends, and what it does not. */
class AuthenticatorReloadTest extends AuthenticatorScenario {

    private static final String SECRET = UsersYaml.bcrypt("secret");
    private static final String SECRET_ANEW = UsersYaml.bcrypt("secret");
    private static final String BUILDER = UsersYaml.bcrypt("builder");
    private static final String BEFORE = yaml("alice", SECRET, "Super Admin") + yaml("bob", BUILDER, "Agent");

    static Stream<Arguments> edits() {
        return Stream.of(
                Arguments.of("a comment", BEFORE + "# one line\n", true),
                Arguments.of("another user more", BEFORE + yaml("carol", BUILDER, "Agent"), true),
                Arguments.of("another user less", yaml("alice", SECRET, "Super Admin"), true),
                Arguments.of("another user changed", BEFORE.replace("Agent", "Admin"), true),
                Arguments.of(
                        "another order", yaml("bob", BUILDER, "Agent") + yaml("alice", SECRET, "Super Admin"), true),
                Arguments.of("another spelling", BEFORE.replace("Super Admin", "\"Super Admin\""), true),
                Arguments.of("another role", BEFORE.replace("Super Admin", "Admin"), false),
                Arguments.of("another password", BEFORE.replace(SECRET, BUILDER), false),
                Arguments.of("a new hash of the same password", BEFORE.replace(SECRET, SECRET_ANEW), false),
                Arguments.of("another name", BEFORE.replace("alice", "alicf"), false),
                Arguments.of("the user gone", yaml("bob", BUILDER, "Agent"), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void remembered_credentials_last_as_long_as_their_entry(String edit, String after, boolean lasts) throws Exception {
        AccessFixture access = start();
        check(access, ALICE);

        edit(access, after);

        assertThat(access.authenticator.remembered(shown(ALICE)).isPresent()).isEqualTo(lasts);
        begin(access, ALICE);
        assertThat(hashing.waiting()).isEqualTo(lasts ? 0 : 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void proven_credentials_stay_so_as_long_as_their_entry(String edit, String after, boolean lasts) throws Exception {
        AccessFixture access = start();
        check(access, ALICE);
        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        edit(access, after);
        check(access, new BasicCredentials("alice", "guess"));

        begin(access, ALICE);

        assertThat(access.checks("throttled")).isEqualTo(lasts ? 0 : 1);
    }

    @Test
    void an_entry_that_was_gone_for_a_while_begins_anew() throws Exception {
        AccessFixture access = start();
        check(access, ALICE);

        edit(access, yaml("bob", BUILDER, "Agent"));
        edit(access, BEFORE);

        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();
        assertThat(check(access, ALICE)).isEqualTo(VERIFIED);
    }

    @Test
    void credentials_are_still_remembered_with_their_time_after_many_edits() throws Exception {
        AccessFixture access = start();
        check(access, ALICE);
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos() - 1);
            edit(access, BEFORE + "# " + i + "\n");
            assertThat(access.authenticator.remembered(shown(ALICE))).contains(VERIFIED.caller());
        }
        nanos.addAndGet(AccessFixture.VERIFIED_TTL.toNanos());
        edit(access, BEFORE);
        assertThat(access.authenticator.remembered(shown(ALICE))).isEmpty();
    }

    static Stream<Arguments> wrongOnes() {
        return Stream.of(
                Arguments.of("alice", "wrong", BEFORE + "# one line\n", true),
                Arguments.of("alice", "wrong", BEFORE.replace("Super Admin", "Admin"), true),
                Arguments.of("alice", "wrong", BEFORE.replace(SECRET, SECRET_ANEW), false),
                Arguments.of("alice", "wrong", yaml("bob", BUILDER, "Agent"), false),
                Arguments.of("carol", "wrong", BEFORE + "# one line\n", true),
                Arguments.of("carol", "wrong", yaml("alice", SECRET_ANEW, "Agent"), true),
                Arguments.of("carol", "secret", BEFORE + yaml("carol", SECRET, "Agent"), false));
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void wrong_credentials_stay_known_as_long_as_the_name_has_that_hash_or_none(
            String name, String password, String after, boolean lasts) throws Exception {
        AccessFixture access = start();
        var credentials = new BasicCredentials(name, password);
        assertThat(check(access, credentials)).isEqualTo(WRONG);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);

        edit(access, after);

        begin(access, credentials);
        assertThat(access.checks("repeated")).isEqualTo(lasts ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "wrong"})
    void an_edit_elsewhere_while_a_password_is_hashed_has_it_hashed_once(String password) throws Exception {
        AccessFixture access = start();
        var check = access.authenticator.check(new BasicCredentials("alice", password), HERE);
        edit(access, BEFORE + "# one line\n");

        hashing.runAll();

        assertThat(check.join()).isInstanceOf(password.equals("secret") ? Verified.class : PasswordCheck.Wrong.class);
        assertChecks(access, password.equals("secret") ? 1 : 0, password.equals("secret") ? 0 : 1, 0, 0);
    }

    @Test
    void a_password_that_an_edit_withdraws_is_counted_as_every_other_from_then_on() throws Exception {
        AccessFixture access = start();
        check(access, ALICE);
        edit(access, BEFORE.replace(SECRET, BUILDER));

        assertThat(check(access, ALICE)).isEqualTo(WRONG);
        assertThat(check(access, new BasicCredentials("alice", "guess"))).isInstanceOf(Throttled.class);
    }

    private AccessFixture start() throws UsersFileException, IOException {
        Files.writeString(file(), "users:\n" + BEFORE);
        return new AccessFixture(file(), nanos::get, hashing, AccessFixture.wrongPasswords(1, 0));
    }

    private void edit(AccessFixture access, String users) throws IOException {
        Files.writeString(file(), "users:\n" + users);
        access.pollTwice();
        assertThat(access.showsRefusedFile()).isFalse();
    }

    private static String yaml(String name, String hash, String role) {
        return "  - username: %s%n    password: \"%s\"%n    role: %s%n".formatted(name, hash, role);
    }
}
