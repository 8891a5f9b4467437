package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinemessages.gateway.contract.Role;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {

    private static final Path FILE = Path.of("users.yaml");
    private static final String BARE = "$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe";
    private static final String HASH = "{bcrypt}" + BARE;

    private static final String GOOD = """
            # who may call
            users:
              - username: alice@example.org # the one with the keys
                password: "%1$s"
                role: Super Admin

              - {username: bob, password: '%1$s', role: Agent}
            # the end
            """.formatted(HASH);

    @Test
    void users_are_read_in_either_yaml_style_with_comments() throws UsersFileException {
        assertThat(parse(GOOD))
                .containsExactly(
                        Map.entry("alice@example.org", new User("alice@example.org", HASH, Role.SUPER_ADMIN)),
                        Map.entry("bob", new User("bob", HASH, Role.AGENT)));
    }

    @Test
    void line_ends_and_a_byte_order_mark_do_not_matter() throws UsersFileException {
        Map<String, User> users = parse(GOOD);

        assertThat(parse(GOOD.replace("\n", "\r\n"))).isEqualTo(users);
        assertThat(parse("\ufeff" + GOOD)).isEqualTo(users);
        assertThat(parse("\ufeff" + GOOD.replace("\n", "\r\n"))).isEqualTo(users);
        assertThat(parse("---\n" + GOOD + "...\n")).isEqualTo(users);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Super Admin", "Admin", "Agent", "'Super Admin'", "\"Agent\""})
    void every_role_of_the_api_may_be_given(String role) throws UsersFileException {
        assertThat(parse(user("alice", HASH, role)).get("alice"))
                .extracting(user -> user.role().label())
                .isEqualTo(role.replaceAll("['\"]", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BARE,
                "$2a$10$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe",
                "$2b$12$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe",
                HASH,
                "{argon2}$argon2id$v=19$m=16384,t=2,p=1$6QYbWDpN0lTBxZs7hRzYIw$2iAfxwSV4wQ4yYZqyy2qOQdJVxYBhwZcJr8V0o5CL4s",
                "{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=16384,t=2,p=1$6QYbWDpN0lTBxZs7hRzYIw$2iAfxwSV4wQ4yYZq",
                "{scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=",
                "{scrypt@SpringSecurity_v5_8}$100801$8bWJaSu2IKSn9Z9kM+TPXQ==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=",
                "{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc",
                "{pbkdf2@SpringSecurity_v5_8}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc0011223344556677"
            })
    void salted_slow_hashes_are_accepted(String hash) throws UsersFileException {
        assertThat(parse(user("alice", '"' + hash + '"', "Agent")).get("alice"))
                .extracting(User::passwordHash)
                .isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{noop}hunter2-hunter2",
                "{MD5}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{MD4}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{SHA-1}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
                "{SHA-256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0",
                "{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0",
                "{ldap}{SSHA}aQ5ZdS1TkXNVmTNyRKd2TNUTjJGOVRMs",
                "{SSHA}aQ5ZdS1TkXNVmTNyRKd2TNUTjJGOVRMs",
                "{BCRYPT}" + BARE,
                "{bcrypt}{bcrypt}" + BARE,
                "{bcrypt" + BARE,
                "{bcrypt} " + BARE,
                "{}" + BARE,
                "{unknown}" + BARE,
                "{bcrypt}hunter2-hunter2",
                "{argon2}" + BARE,
                "{scrypt}" + BARE,
                "{pbkdf2}" + BARE,
                "{argon2}$argon2id$v=16$m=16384,t=2,p=1$6QYbWDpN0lTBxZs7hRzYIw$2iAfxwSV4wQ4yYZqyy2qOQ",
                "hunter2-hunter2",
                "5ebe2294ecd0e0f08eab7690d2a6ee69",
                "$apr1$Xc3bYfDu$aQ5ZdS1TkXNVmTNyRKd2TN",
                "$1$Xc3bYfDu$aQ5ZdS1TkXNVmTNyRKd2TN",
                "$6$Xc3bYfDu$aQ5ZdS1TkXNVmTNyRKd2TNUTjJGOVRMs",
                "$2y$03$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe",
                "$2y$32$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe",
                "$2x$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe",
                "$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFp",
                BARE + "x",
                " " + BARE
            })
    void other_passwords_are_refused_by_user_and_line_and_never_shown(String hash) {
        String text =
                user("alice", HASH, "Agent") + "  - username: bob\n    password: \"" + hash + "\"\n    role: Agent\n";

        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UsersFileException.class)
                .hasMessage("users file users.yaml, line 6: the password of user \"bob\" must be a hash of the form "
                        + "{bcrypt}, {argon2}, {scrypt}, {pbkdf2} or a bare $2y$ hash of htpasswd -B.");
    }

    static Stream<Arguments> refusals() {
        String noUsers = "it must hold a list \"users:\" with at least one user.";
        return Stream.of(
                arguments("", "users file users.yaml is empty; " + noUsers),
                arguments(" \n\n", "users file users.yaml is empty; " + noUsers),
                arguments("# only\n# comments\n", "users file users.yaml is empty; " + noUsers),
                arguments("\ufeff", "users file users.yaml is empty; " + noUsers),
                arguments("---\n", "line 2: must be a mapping with users."),
                arguments("users: []\n", "line 1: has no users; " + noUsers),
                arguments("users:\n", "line 1: has no users; " + noUsers),
                arguments("users: {}\n", "line 1: has no users; " + noUsers),
                arguments("# none\nusers: alice\n", "line 2: has no users; " + noUsers),
                arguments("{}\n", "line 1: has no users; " + noUsers),
                arguments("- users\n", "line 1: must be a mapping with users."),
                arguments("alice:" + BARE + "\n", "line 1: must be a mapping with users."),
                arguments("user: []\n", "line 1: the key \"user\" is unknown or repeated; allowed once each: users."),
                arguments(
                        "users: []\nusers: []\n",
                        "line 2: the key \"users\" is unknown or repeated; allowed once each: users."),
                arguments("users: [alice]\n", "line 1: must be a mapping with password, role, username."),
                arguments("users:\n  -\n", "line 2: must be a mapping with password, role, username."),
                arguments(
                        "users:\n  - username: alice\n    password: \"" + HASH + "\"\n    rôle: Agent\n",
                        "line 4: the key \"rôle\" is unknown or repeated; allowed once each: password, role, username."),
                arguments(
                        user("alice", HASH, "Agent") + "    role: Admin\n",
                        "line 5: the key \"role\" is unknown or repeated; allowed once each: password, role, username."),
                arguments(
                        user("alice", HASH, "Agent") + "    ? [a]\n    : b\n",
                        "line 5: the key \"\" is unknown or repeated; allowed once each: password, role, username."),
                arguments(
                        "users:\n  - username: alice\n    role: Agent\n", "line 2: a user needs a text \"password\"."),
                arguments(
                        "users:\n  - password: \"" + HASH + "\"\n    role: Agent\n",
                        "line 2: a user needs a text \"username\"."),
                arguments(
                        "users:\n  - username: alice\n    password: \"" + HASH + "\"\n",
                        "line 2: a user needs a text \"role\"."),
                arguments(user("[alice]", HASH, "Agent"), "line 2: a user needs a text \"username\"."),
                arguments(
                        user("alice", HASH, "Root"),
                        "line 4: the role \"Root\" of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        user("alice", HASH, "super admin"),
                        "line 4: the role \"super admin\" of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        user("alice", HASH, ""),
                        "line 4: the role \"\" of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        user("alice", HASH, "Agent") + "  - {username: alice, password: \"" + HASH
                                + "\", role: Admin}\n",
                        "line 5: the user \"alice\" is listed twice; each username must stand once."),
                arguments(
                        user("'" + BARE + "'", "alice", "Agent"),
                        "line 3: the password of user (not shown) must be a hash of the form " + PasswordHashes.ALLOWED
                                + "."),
                arguments(
                        user("alice", HASH, "\"" + HASH + "\""),
                        "line 4: the role (not shown) of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        user("alice", HASH, "\"Agent\\nAdmin\""),
                        "line 4: the role (not shown) of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        "users:\n  - {\"" + HASH + "\": alice}\n",
                        "line 2: the key (not shown) is unknown or repeated; allowed once each: password, role, username."),
                arguments(
                        user("alice", HASH, "a".repeat(65)),
                        "line 4: the role (not shown) of user \"alice\" must be one of Super Admin, Admin, Agent."),
                arguments(
                        "users: [\n",
                        "line 2: is not valid YAML: expected the node content, but found '<stream end>'."),
                arguments(
                        "users:\n\t- username: alice\n",
                        "line 2: is not valid YAML: a tab stands where only spaces may stand."),
                arguments(
                        "users: {bcrypt}" + BARE + "\n",
                        "line 1: is not valid YAML: expected <block end>, but found '<scalar>'."),
                arguments(
                        user("alice", "{bcrypt}" + BARE + " ", "Agent"),
                        "line 3: is not valid YAML: expected <block end>, but found '<scalar>'."),
                arguments("users: *nobody\n", "line 1: is not valid YAML."),
                arguments(GOOD + "---\n" + GOOD, "is not valid YAML."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_bad_file_is_refused_with_one_sentence_that_shows_no_hash(String text, String sentence) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UsersFileException.class)
                .message()
                .startsWith("users file users.yaml")
                .endsWith(sentence)
                .doesNotContain("bvIG6Nmid91Mu9RcmmWZf", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\"al:ice\"", "\":\"", "\"al\\nice\"", "\"al\\0ice\"", "\"alice\\x7f\"", "alice:" + BARE
            })
    void a_username_that_basic_credentials_cannot_carry_is_refused(String username) {
        assertThatThrownBy(() -> parse(user(username, '"' + HASH + '"', "Agent")))
                .isInstanceOf(UsersFileException.class)
                .message()
                .startsWith("users file users.yaml, line 2: the username")
                .endsWith("must not be empty nor hold a colon or a control character.")
                .doesNotContain("bvIG6Nmid91Mu9RcmmWZf");
    }

    @Test
    void an_alias_stands_for_its_anchor() throws UsersFileException {
        String text = """
                users:
                  - {username: alice, password: &hash "%s", role: &role Super Admin}
                  - {username: bob, password: *hash, role: *role}
                """.formatted(HASH);

        assertThat(parse(text).get("bob")).isEqualTo(new User("bob", HASH, Role.SUPER_ADMIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&all\nusers: *all\n",
                "users: &list [*list]\n",
                "users:\n  - &user {username: alice, password: x, role: *user}\n",
                "users:\n  - &one {username: alice, password: \"" + HASH + "\", role: Agent}\n  - *one\n",
                "users:\n  - &one {username: alice, password: \"" + HASH + "\", role: Agent}\n"
                        + "  - {<<: *one, username: bob}\n"
            })
    void an_alias_that_repeats_a_user_or_turns_in_circles_is_refused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UsersFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users: \"\\UFFFFFFFF\"",
                "users: \"\\U00110000\"",
                "users: \"\\uD800\"",
                "users: \"\\xZZ\"",
                "%YAML 99999999999.1\n--- a",
                "%YAML 1.99999999999\n--- a",
                "!<%FF> a",
                "!%FF a",
                "users: !!binary x",
                "users: !!java.lang.Runtime {}",
                "users: |99999999999\n a",
                "users: \u0000",
                "users: \u0007"
            })
    void curious_yaml_is_refused_like_any_other(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UsersFileException.class);
    }

    @Test
    void deep_nesting_is_refused() {
        assertThatThrownBy(() -> parse("users: " + "[".repeat(100_000))).isInstanceOf(UsersFileException.class);
        assertThatThrownBy(() -> parse("users: " + "{a: ".repeat(10_000))).isInstanceOf(UsersFileException.class);
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        bytes[3] = (byte) 0xff;

        assertThatThrownBy(() -> UsersFile.parse(FILE, bytes))
                .isInstanceOf(UsersFileException.class)
                .hasMessage("users file users.yaml: is not valid YAML in UTF-8.");
    }

    @Test
    void damage_is_refused_or_read_but_fails_in_no_other_way() {
        long seed = 1_948;
        var random = new Random(seed);
        String alphabet = " \n\t:-[]{}&*!|>'\"%@`#,?\\x\u00e9\u2028\u0000aU9";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder(GOOD);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                char replacement = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, replacement);
                    case 1 -> text.insert(at, replacement);
                    default -> text.setLength(Math.max(1, at));
                }
            }
            assertThat(refusalOf(text.toString()))
                    .as("seed %d, case %d, text%n%s", seed, i, text)
                    .isIn("read", "refused");
        }
    }

    @Test
    void a_file_that_is_missing_or_no_file_is_refused(@TempDir Path directory) {
        Path missing = directory.resolve("nobody.yaml");

        assertThatThrownBy(() -> UsersFile.read(missing))
                .isInstanceOf(UsersFileException.class)
                .hasMessage(
                        "users file %s cannot be read (NoSuchFileException); it must be a readable YAML file.",
                        missing);
        assertThatThrownBy(() -> UsersFile.read(directory))
                .isInstanceOf(UsersFileException.class)
                .hasMessageStartingWith("users file " + directory + " cannot be read (");
    }

    @Test
    void a_file_is_read_as_it_is(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("users.yaml"), GOOD);

        assertThat(UsersFile.read(file)).isEqualTo(GOOD.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("users.yaml"), "");
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(64 * 1024 * 1024);
            assertThat(UsersFile.read(file)).hasSize(64 * 1024 * 1024);

            content.setLength(64 * 1024 * 1024 + 1);
        }
        assertThatThrownBy(() -> UsersFile.read(file))
                .isInstanceOf(UsersFileException.class)
                .hasMessage("users file %s is larger than 64 MiB.", file);
    }

    @Test
    void thousands_of_users_are_read() throws UsersFileException {
        var text = new StringBuilder("users:\n");
        for (int i = 0; i < 35_000; i++) {
            text.append("  - {username: user").append(i).append(", password: \"" + HASH + "\", role: Agent}\n");
        }

        assertThat(text.length()).as("beyond the parser's own limit").isGreaterThan(3 * 1024 * 1024);
        assertThat(parse(text.toString())).hasSize(35_000);
    }

    @Test
    void every_user_that_is_refused_has_a_sentence() {
        String text = "users:\n  - {username: alice}\n  - bob\n  - {username: carol, password: x, role: Agent}\n";

        assertThatThrownBy(() -> parse(text))
                .satisfies(refusal -> assertThat(
                                Stream.concat(Stream.of(refusal), Arrays.stream(refusal.getSuppressed()))
                                        .map(Throwable::getMessage))
                        .extracting(sentence -> sentence.replaceFirst(":.*", ""))
                        .containsExactly(
                                "users file users.yaml, line 2",
                                "users file users.yaml, line 3",
                                "users file users.yaml, line 4"));
    }

    @Test
    void a_user_prints_without_its_hash() {
        assertThat(new User("alice", HASH, Role.AGENT)).hasToString("User[name=alice, role=AGENT]");
    }

    private static String refusalOf(String text) {
        try {
            parse(text);
            return "read";
        } catch (UsersFileException e) {
            return "refused";
        } catch (RuntimeException | StackOverflowError e) {
            return e + " at " + Arrays.toString(e.getStackTrace());
        }
    }

    private static Map<String, User> parse(String text) throws UsersFileException {
        return UsersFile.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String user(String name, String password, String role) {
        String quoted = password.equals(HASH) ? '"' + HASH + '"' : password;
        return "users:\n  - username: " + name + "\n    password: " + quoted + "\n    role: " + role + "\n";
    }
}
