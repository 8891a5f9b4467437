package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption of stored texts by AES-256-GCM (NIST SP 800-38D). A sealed text is bound to the version of its form, the name of its
 * key, its kind and its times: it does not open under another name, as another kind, or with other times. Each binding has a key of its
 * own, so that the random nonces of one key stay far below the number at which two may be equal.
 *
 * <pre>version (1) | which secret (4) | nonce (12) | ciphertext | tag (16)</pre>
 *
 * <p>The first secret seals, all of them open. Thread-safe; never waits.
 */
final class Seal {

    /** The bytes that sealing adds. */
    static final int OVERHEAD = 33;

    /** The times of a text without times. */
    static final byte[] NO_TIMES = new byte[0];

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = 1 + ID_BYTES + NONCE_BYTES;

    private final List<SealingKey> keys;
    private final SecureRandom random;

    /**
     * @param secrets at least one; the first seals
     */
    Seal(List<byte[]> secrets) {
        this.keys = secrets.stream().map(SealingKey::of).toList();
        this.random = random();
        // The first use reads the system's entropy and loads classes; both would block an event loop.
        if (open(Kind.CHECK, "", NO_TIMES, seal(Kind.CHECK, "", NO_TIMES, NO_TIMES))
                .isEmpty()) {
            throw new IllegalStateException("a sealed text does not open");
        }
    }

    /** Seals a text. */
    byte[] seal(Kind kind, String name, byte[] times, byte[] text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SealingKey key = keys.get(0);
        byte[] bound = bound(kind, name, times);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, bound, nonce, 0);
            byte[] sealed = new byte[text.length + OVERHEAD];
            ByteBuffer.wrap(sealed).put(VERSION).put(key.id()).put(nonce);
            cipher.doFinal(text, 0, text.length, sealed, HEAD);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }

    /** Opens a sealed text; empty where it does not open, for any reason. */
    Optional<byte[]> open(Kind kind, String name, byte[] times, byte[] sealed) {
        if (sealed.length < OVERHEAD || sealed[0] != VERSION) {
            return Optional.empty();
        }
        byte[] bound = bound(kind, name, times);
        return keys.stream()
                .filter(key -> Arrays.equals(key.id(), 0, ID_BYTES, sealed, 1, 1 + ID_BYTES))
                .flatMap(key -> opened(key, bound, sealed).stream())
                .findFirst();
    }

    private static Optional<byte[]> opened(SealingKey key, byte[] bound, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, bound, sealed, 1 + ID_BYTES)
                    .doFinal(sealed, HEAD, sealed.length - HEAD));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] bound, byte[] nonceIn, int offset)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(
                mode,
                new SecretKeySpec(Derivation.hmac(key.key(), bound), "AES"),
                new GCMParameterSpec(TAG_BITS, nonceIn, offset, NONCE_BYTES));
        cipher.updateAAD(bound);
        return cipher;
    }

    private static byte[] bound(Kind kind, String name, byte[] times) {
        byte[] head = ("offline-messages-gateway " + VERSION + '\0' + kind.tag() + '\0' + name + '\0').getBytes(UTF_8);
        byte[] bound = Arrays.copyOf(head, head.length + times.length);
        System.arraycopy(times, 0, bound, head.length, times.length);
        return bound;
    }

    /** A DRBG is seeded once; other generators read a file for each number. */
    private static SecureRandom random() {
        try {
            return SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a DRBG is part of every Java platform", e);
        }
    }

    /**
     * The keys derived from one secret.
     *
     * @param id identifies the secret and reveals nothing of it
     */
    private record SealingKey(byte[] id, byte[] key) {

        static SealingKey of(byte[] secret) {
            byte[] key = Derivation.key(secret, "offline-messages-gateway seals");
            return new SealingKey(Arrays.copyOf(Derivation.hmac(key, "id".getBytes(UTF_8)), ID_BYTES), key);
        }
    }
}
