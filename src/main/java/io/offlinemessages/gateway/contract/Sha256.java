package io.offlinemessages.gateway.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 digest, which every Java platform provides. */
public final class Sha256 {

    private static final int NAME_BYTES = 6;

    private Sha256() {}

    /** The pseudonym of a person in logs and on operators' pages: the first 12 hex digits of the digest of the name. */
    public static String ofName(String name) {
        return HexFormat.of().formatHex(of(name.getBytes(StandardCharsets.UTF_8)), 0, NAME_BYTES);
    }

    /** The 32 bytes of the digest. */
    public static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
