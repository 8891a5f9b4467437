package io.offlinemessages.gateway.contract;

import java.util.Arrays;
import java.util.Base64;

/** The strong validator of a representation (RFC 9110 section 8.8.3). */
public final class EntityTag {

    /** Half of a SHA-256 digest: 128 bits make a collision of two bodies improbable enough. */
    private static final int DIGEST_BYTES = 16;

    private EntityTag() {}

    /** The validator of exactly these bytes, quotes included. */
    public static String of(byte[] body) {
        byte[] digest = Arrays.copyOf(Sha256.of(body), DIGEST_BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
    }
}
