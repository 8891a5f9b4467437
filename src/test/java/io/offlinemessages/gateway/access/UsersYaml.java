package io.offlinemessages.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Writes users files, with bcrypt hashes at the lowest cost. */
final class UsersYaml {

    private static final BCryptPasswordEncoder BCRYPT = new BCryptPasswordEncoder(4);

    private final StringBuilder text = new StringBuilder("users:\n");

    static String bcrypt(String password) {
        return "{bcrypt}" + BCRYPT.encode(password);
    }

    UsersYaml user(String name, String password, String role) {
        return entry(name, bcrypt(password), role);
    }

    UsersYaml entry(String name, String hash, String role) {
        text.append("  - username: \"%s\"%n    password: \"%s\"%n    role: %s%n".formatted(name, hash, role));
        return this;
    }

    /** Replaces the content in place. */
    void writeTo(Path file) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
