package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Any bytes in the place of the users file. */
class UsersFileFuzzTest {

    /** The beginnings of the hashes that a users file may hold, wherever in the file they stand. */
    private static final Pattern HASH =
            Pattern.compile("\\$2[abxy]\\$\\d\\d|\\$argon2|\\$[0-9a-f]{5,6}\\$|[0-9a-f]{80}");

    @FuzzTest
    void a_file_is_read_or_else_refused_in_sentences_that_show_no_hash(byte[] content) {
        try {
            Map<String, User> users = UsersFile.parse(Path.of("users.yaml"), content);

            assertThat(users).isNotEmpty();
            users.forEach(UsersFileFuzzTest::assertAllowed);
        } catch (UsersFileException refusal) {
            assertSentence(refusal);
            for (Throwable further : refusal.getSuppressed()) {
                assertSentence(further);
            }
        }
    }

    private static void assertAllowed(String name, User user) {
        assertThat(user.name()).isEqualTo(name).isNotEmpty().doesNotContain(":");
        assertThat(name.chars()).noneMatch(Character::isISOControl);
        assertThat(PasswordHashes.isAllowed(user.passwordHash())).isTrue();
    }

    private static void assertSentence(Throwable refusal) {
        assertThat(refusal)
                .isInstanceOf(UsersFileException.class)
                .message()
                .startsWith("users file users.yaml")
                .endsWith(".")
                .doesNotContainPattern(HASH)
                .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    }
}
