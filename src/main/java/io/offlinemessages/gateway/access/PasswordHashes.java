package io.offlinemessages.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

/**
 * The password hashes that a users file may contain: salted and slow ones in the notation of Spring Security's
 * {@code DelegatingPasswordEncoder}, and bare {@code htpasswd -B} hashes.
 */
final class PasswordHashes {

    /** The allowed forms, for error sentences. */
    static final String ALLOWED = "{bcrypt}, {argon2}, {scrypt}, {pbkdf2} or a bare $2y$ hash of htpasswd -B";

    /** bcrypt ignores further bytes, so longer passwords with a common prefix would all match. */
    private static final int BCRYPT_LIMIT = 72;

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    private static final Pattern ARGON2 =
            Pattern.compile("\\$argon2(id|i|d)\\$v=19\\$m=\\d{1,7},t=\\d{1,3},p=\\d{1,3}(\\$[+/A-Za-z0-9]+){2}");

    private static final Pattern SCRYPT = Pattern.compile("\\$[0-9a-f]{5,6}(\\$[+/=A-Za-z0-9]+){2}");

    private static final Map<String, Pattern> SHAPES = Map.of(
            "bcrypt", BCRYPT,
            "argon2", ARGON2,
            "argon2@SpringSecurity_v5_8", ARGON2,
            "scrypt", SCRYPT,
            "scrypt@SpringSecurity_v5_8", SCRYPT,
            "pbkdf2", Pattern.compile("[0-9a-f]{80}"),
            "pbkdf2@SpringSecurity_v5_8", Pattern.compile("[0-9a-f]{96}"));

    /** Hashed in place of a password that is too long; not empty, because encoders answer an empty one without hashing. */
    private static final String SHORT_STAND_IN = "x";

    private static final PasswordEncoder ENCODER = encoder();

    private PasswordHashes() {}

    /** Whether {@link #matches} can check the hash. */
    static boolean isAllowed(String hash) {
        return shapeOf(hash)
                .map(shape -> shape.matcher(withoutPrefix(hash)).matches())
                .orElse(false);
    }

    /**
     * Hashes the password and compares in constant time. It takes tens of milliseconds by design, so it must run off the event loops. A
     * password beyond bcrypt's 72 bytes never matches a bcrypt hash, at the same cost.
     */
    static boolean matches(String password, String hash) {
        boolean truncated = BCRYPT.matcher(withoutPrefix(hash)).matches()
                && password.getBytes(StandardCharsets.UTF_8).length > BCRYPT_LIMIT;
        boolean matches = ENCODER.matches(truncated ? SHORT_STAND_IN : password, hash);
        return matches && !truncated;
    }

    private static Optional<Pattern> shapeOf(String hash) {
        return Optional.ofNullable(hash.startsWith("{") ? SHAPES.get(prefixOf(hash)) : BCRYPT);
    }

    private static String prefixOf(String hash) {
        return hash.substring(1, Math.max(1, hash.indexOf('}')));
    }

    private static String withoutPrefix(String hash) {
        return hash.startsWith("{") ? hash.substring(hash.indexOf('}') + 1) : hash;
    }

    // argon2 and scrypt hashes name their own parameters; pbkdf2 hashes do not, so the older form needs the older
    // encoder.
    @SuppressWarnings("deprecation")
    private static PasswordEncoder encoder() {
        var bcrypt = new BCryptPasswordEncoder();
        var argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
        var scrypt = SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8();
        var delegating = new DelegatingPasswordEncoder(
                "bcrypt",
                Map.of(
                        "bcrypt", bcrypt,
                        "argon2", argon2,
                        "argon2@SpringSecurity_v5_8", argon2,
                        "scrypt", scrypt,
                        "scrypt@SpringSecurity_v5_8", scrypt,
                        "pbkdf2", Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_5(),
                        "pbkdf2@SpringSecurity_v5_8", Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
        delegating.setDefaultPasswordEncoderForMatches(bcrypt);
        return delegating;
    }
}
