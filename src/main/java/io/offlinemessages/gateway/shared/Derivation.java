package io.offlinemessages.gateway.shared;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The derivation of keys from secrets by HMAC-SHA-256. Each secret is random and long enough to skip HKDF's extract step (RFC 5869
 * section 3.3).
 */
final class Derivation {

    private static final String HMAC = "HmacSHA256";

    private Derivation() {}

    /** A key of 32 bytes for one use of a secret: the first block of HKDF-Expand (RFC 5869 section 2.3). */
    static byte[] key(byte[] secret, String use) {
        return hmac(secret, use.getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }

    /** HMAC-SHA-256 over the concatenated parts. */
    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java platform", e);
        }
    }
}
