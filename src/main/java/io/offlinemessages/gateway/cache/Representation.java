package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Sha256;
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
        byte[] digest = Arrays.copyOf(Sha256.of(body), DIGEST_BYTES);
        return new Representation(
                body, '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"');
    }
}
