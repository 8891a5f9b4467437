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
 * The HMAC-SHA256 of a user name and password under a random key of this process: equal for equal credentials, and of no use
 * to whoever reads it from memory later without the key. Comparison is constant-time; hashing it is safe, because callers
 * cannot choose its value.
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

    /** Makes keys, all under one random secret. */
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

        /** A number below the bound that is always the same for a name, and that nobody without the secret can tell. */
        int pick(String name, int bound) {
            return (int) Math.floorMod(digest(name.getBytes(StandardCharsets.UTF_8)), (long) bound);
        }

        /** A number that is always the same for the same bytes, and that nobody without the secret can tell. */
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

        // Looking an algorithm up can read provider files, which an event loop must not do; a copy reads nothing.
        private static Mac copy(Mac prototype) {
            try {
                return (Mac) prototype.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the platform's " + ALGORITHM + " can be cloned", e);
            }
        }
    }
}
