package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** The scripts that run on the server. Each file describes its purpose, arguments and replies. */
enum Script {
    SPEND,
    REPORT,
    DOOR,
    CLAIM,
    LOOK,
    STORE,
    RELEASE,
    EVICT,
    SHOW,
    BEAT,
    CHECK;

    private final String text;
    private final String digest;

    Script() {
        this.text = read("prelude") + '\n' + read(tag());
        this.digest = sha1(text);
    }

    /** Reads all files now, on a thread that may block. */
    static void requireAll() {
        if (values().length == 0) {
            throw new IllegalStateException("no scripts");
        }
    }

    /** The value of tags of meters and names of spans. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The script's text. */
    String text() {
        return text;
    }

    /** The SHA-1 of the text in hex, by which the server knows it. */
    String digest() {
        return digest;
    }

    private static String read(String name) {
        try (InputStream in = Script.class.getResourceAsStream("/shared/" + name + ".lua")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java platform", e);
        }
    }
}
