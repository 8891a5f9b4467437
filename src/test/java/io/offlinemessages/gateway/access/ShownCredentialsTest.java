package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownCredentialsTest {

    private static final BasicCredentials ALICE = new BasicCredentials("alice", "secret");
    private static final BasicCredentials MALLORY = new BasicCredentials("mallory", "secret");

    private final ShownCredentials connection = new ShownCredentials();

    @Test
    void the_credentials_are_those_of_the_field_whatever_was_shown_before() {
        String alice = field(ALICE);
        for (String value : new String[] {
            alice,
            alice,
            field(MALLORY),
            alice,
            alice + " ",
            "basic " + alice.substring(6),
            "Basic",
            "",
            alice,
            alice + "x",
            "Bearer x",
            "Bearer x",
            alice
        }) {
            assertThat(connection.read(value)).as(value).isEqualTo(BasicCredentials.parse(value));
        }
    }

    @Test
    void a_field_of_the_same_length_is_read_anew_wherever_it_differs() {
        String alice = field(ALICE);
        connection.read(alice);
        for (int i = 0; i < alice.length(); i++) {
            String other = alice.substring(0, i) + '~' + alice.substring(i + 1);
            assertThat(connection.read(other)).as(other).isEqualTo(BasicCredentials.parse(other));
            connection.read(alice);
        }
    }

    @Test
    void the_same_field_is_not_read_again() {
        var first = connection.read(field(ALICE)).orElseThrow();

        assertThat(connection.read(field(ALICE)).orElseThrow()).isSameAs(first);
    }

    @Test
    void the_memory_is_asked_about_the_credentials_shown_last(@TempDir Path folder) throws UsersFileException {
        Authenticator authenticator = AccessFixture.authenticator(
                folder.resolve("users.yaml"), new String[] {"alice", "secret", "Super Admin"});
        assertThat(authenticator.check(ALICE, AccessFixture.HERE).join()).isInstanceOf(PasswordCheck.Verified.class);

        for (int i = 0; i < 2; i++) {
            connection.read(field(ALICE));
            assertThat(authenticator.remembered(connection).map(Caller::name)).contains("alice");
            connection.read(field(MALLORY));
            assertThat(authenticator.remembered(connection)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void the_credentials_are_never_printed() {
        connection.read(field(ALICE));
        assertThat(connection.toString()).isEqualTo("ShownCredentials[***]");
    }

    private static String field(BasicCredentials credentials) {
        return credentials.authorization().value();
    }
}
