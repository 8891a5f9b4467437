package io.offlinemessages.gateway.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The JSON of one message as callers get it.
 *
 * @param body the bytes, UTF-8; never changed after this
 * @param etag the strong validator of exactly these bytes (RFC 9110 section 8.8.3), quotes included
 */
public record Representation(byte[] body, String etag) {

    /** Half of a SHA-256 tells any two bodies apart for certain enough. */
    private static final int DIGEST_BYTES = 16;

    static Representation of(byte[] body) {
        byte[] digest = Arrays.copyOf(sha256(body), DIGEST_BYTES);
        return new Representation(
                body, '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"');
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
