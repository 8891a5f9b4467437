package io.offlinemessages.gateway.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC-SHA256 of a user name and password under a random key of this process. Equal credentials have equal keys; a key found in
 * memory is useless without the secret. Comparison takes constant time. Its hash code may come from its bytes, because callers cannot
 * choose them.
 */
final class CredentialKey {

    private final byte[] mac;

    private CredentialKey(byte[] mac) {
        this.mac = mac;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CredentialKey that && MessageDigest.isEqual(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mac);
    }

    /** The maker of keys under one random secret. */
    static final class Factory {

        private static final String ALGORITHM = "HmacSHA256";

        private final ThreadLocal<Mac> macs;

        Factory(SecureRandom random) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            Mac prototype = mac(secret);
            this.macs = ThreadLocal.withInitial(() -> copy(prototype));
        }

        CredentialKey of(BasicCredentials credentials) {
            Mac mac = macs.get();
            mac.update(credentials.username().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ':');
            return new CredentialKey(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
        }

        /** A number below the bound, constant for a name and unpredictable without the secret. */
        int pick(String name, int bound) {
            return (int) Math.floorMod(digest(name.getBytes(StandardCharsets.UTF_8)), (long) bound);
        }

        /** A number, constant for the same bytes and unpredictable without the secret. */
        long digest(byte[] bytes) {
            return ByteBuffer.wrap(macs.get().doFinal(bytes)).getLong();
        }

        private static Mac mac(byte[] secret) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret, ALGORITHM));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
            }
        }

        // An algorithm lookup may read provider files, which would block an event loop; a clone reads none.
        private static Mac copy(Mac prototype) {
            try {
                return (Mac) prototype.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the platform's " + ALGORITHM + " can be cloned", e);
            }
        }
    }
}
