package io.offlinemessages.gateway.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Basic credentials, read a second way: by the grammars of RFC 7617, 9110 and 4648, with nothing of what the gateway calls. As
 * RFC 4648 (section 3.2 and 3.5) leaves to the reader, padding may be missing, and bits that only fill a character up do not count;
 * white space around the token is left aside, of whatever kind, though HTTP carries next to none of it.
 */
public final class Rfc7617 {

    private static final Pattern FIELD =
            Pattern.compile("[Bb][Aa][Ss][Ii][Cc] [\\t-\\r\\x1C-\\x20]*([A-Za-z0-9+/]*)(=*)[\\t-\\r\\x1C-\\x20]*");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Rfc7617() {}

    /** The credentials of a field value; empty when it is malformed. */
    public static Optional<BasicCredentials> read(String field) {
        var matcher = FIELD.matcher(field);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String token = matcher.group(1);
        int missing = Math.floorMod(-token.length(), 4);
        int padding = matcher.group(2).length();
        return missing == 3 || (padding != 0 && padding != missing) ? Optional.empty() : split(octets(token));
    }

    private static byte[] octets(String token) {
        var octets = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            held = held << 6 | ALPHABET.indexOf(c);
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                octets.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return octets.toByteArray();
    }

    private static Optional<BasicCredentials> split(byte[] octets) {
        String utf8 = new String(octets, StandardCharsets.UTF_8);
        boolean isUtf8 = Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), octets);
        String pair = isUtf8 ? utf8 : new String(octets, StandardCharsets.ISO_8859_1);
        boolean control = pair.chars().anyMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0));
        String[] parts = pair.split(":", 2);
        return !control && parts.length == 2 ? Optional.of(new BasicCredentials(parts[0], parts[1])) : Optional.empty();
    }
}
