package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.contract.Authorization;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The user name and password of one {@code Authorization} field (RFC 7617), which are never printed. RFC 7617 leaves the encoding open:
 * octets that are valid UTF-8 are read as UTF-8, all others as ISO-8859-1, which many clients send.
 *
 * @param username the part before the first colon
 * @param password the part after it
 */
public record BasicCredentials(String username, String password) {

    private static final String SCHEME = "Basic ";

    /** Parses a field value; empty for anything but well-formed Basic credentials. */
    public static Optional<BasicCredentials> parse(String fieldValue) {
        if (!fieldValue.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return decode(fieldValue.substring(SCHEME.length()).strip()).flatMap(BasicCredentials::split);
    }

    /** The credentials for the upstream: in UTF-8, whatever encoding the caller used. */
    public Authorization authorization() {
        return Authorization.basic(username, password);
    }

    private static Optional<String> decode(String token) {
        try {
            return Optional.of(text(Base64.getDecoder().decode(token)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException noUtf8) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private static Optional<BasicCredentials> split(String pair) {
        int colon = pair.indexOf(':');
        if (colon < 0 || hasControl(pair)) {
            return Optional.empty();
        }
        return Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static boolean hasControl(String pair) {
        for (int i = 0; i < pair.length(); i++) {
            if (Character.isISOControl(pair.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "BasicCredentials[***]";
    }
}
