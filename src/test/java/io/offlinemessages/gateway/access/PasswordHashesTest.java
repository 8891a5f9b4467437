package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

class PasswordHashesTest {

    private static final String PASSWORD = "pässword: \"7\"";

    @SuppressWarnings("deprecation") // the older pbkdf2 is allowed, so it is tested
    static Stream<Arguments> schemes() {
        String argon2 = new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);
        String scrypt = new SCryptPasswordEncoder(16, 8, 1, 32, 16).encode(PASSWORD);
        return Stream.of(
                arguments("{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD)),
                arguments("{argon2}" + argon2),
                arguments("{argon2@SpringSecurity_v5_8}" + argon2),
                arguments("{scrypt}" + scrypt),
                arguments("{scrypt@SpringSecurity_v5_8}" + scrypt),
                arguments("{pbkdf2}"
                        + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_5().encode(PASSWORD)),
                arguments("{pbkdf2@SpringSecurity_v5_8}"
                        + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(PASSWORD)));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void a_hash_of_springs_encoders_is_allowed_and_matches_only_its_password(String hash) {
        assertThat(PasswordHashes.isAllowed(hash)).isTrue();
        assertThat(PasswordHashes.matches(PASSWORD, hash)).isTrue();
        assertThat(PasswordHashes.matches(PASSWORD + " ", hash)).isFalse();
        assertThat(PasswordHashes.matches("", hash)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(BCryptVersion.class)
    void a_bare_bcrypt_hash_matches_in_each_of_its_versions(BCryptVersion version) {
        String hash = new BCryptPasswordEncoder(version, 4).encode(PASSWORD);

        assertThat(hash).startsWith(version.getVersion());
        assertThat(PasswordHashes.isAllowed(hash)).isTrue();
        assertThat(PasswordHashes.matches(PASSWORD, hash)).isTrue();
        assertThat(PasswordHashes.matches("password: \"7\"", hash)).isFalse();
    }

    static Stream<Arguments> longestPasswords() {
        return Stream.of(arguments("x".repeat(72)), arguments("é".repeat(36)), arguments("€".repeat(24)));
    }

    @ParameterizedTest
    @MethodSource("longestPasswords")
    void a_password_beyond_72_bytes_never_matches_bcrypt_though_its_first_72_bytes_would(String password) {
        for (String prefix : new String[] {"", "{bcrypt}"}) {
            String hash = prefix + new BCryptPasswordEncoder(4).encode(password);

            assertThat(PasswordHashes.matches(password, hash)).isTrue();
            assertThat(PasswordHashes.matches(password + "y", hash)).isFalse();
            assertThat(PasswordHashes.matches(password + password, hash)).isFalse();
        }
    }

    @Test
    void the_stand_in_for_a_password_that_is_too_long_lets_nobody_in() {
        String hash = new BCryptPasswordEncoder(4).encode("x");

        assertThat(PasswordHashes.matches("x", hash)).isTrue();
        assertThat(PasswordHashes.matches("y".repeat(73), hash)).isFalse();
    }

    @Test
    void other_schemes_read_all_of_a_long_password() {
        String password = "x".repeat(100);
        String hash = "{scrypt}" + new SCryptPasswordEncoder(16, 8, 1, 32, 16).encode(password);

        assertThat(PasswordHashes.matches(password, hash)).isTrue();
        assertThat(PasswordHashes.matches(password + "y", hash)).isFalse();
    }

    @Test
    void a_hash_with_impossible_parameters_throws() {
        assertThat(PasswordHashes.isAllowed(AccessFixture.IMPOSSIBLE_HASH)).isTrue();
        assertThatThrownBy(() -> PasswordHashes.matches(PASSWORD, AccessFixture.IMPOSSIBLE_HASH))
                .isInstanceOf(RuntimeException.class);
    }
}
