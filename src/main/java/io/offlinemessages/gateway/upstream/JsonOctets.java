package io.offlinemessages.gateway.upstream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A single-pass reader of the octets of a JSON text (RFC 8259). Everything that its methods accept is well-formed and within Jackson's
 * limits. They refuse everything else with {@link Unrecognised}, including well-formed but rare forms.
 */
final class JsonOctets {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101_0101_0101_0101L;

    /** Whole numbers of up to this many digits fit a long. */
    private static final int DIGITS = 18;

    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 100;

    private final byte[] json;
    private int at;
    private @Nullable ScannedText text;

    /** The bounds of the last string or number; whether it is plain ASCII without escapes, or fits a long. */
    private int start;

    private int end;
    private boolean simple;
    private long whole;

    JsonOctets(byte[] json) {
        this.json = json;
    }

    /** Skips white space and returns the next octet; 0 at the end. */
    byte next() {
        for (; at < json.length; at++) {
            byte octet = json[at];
            if (octet > ' ' || !isSpace(octet)) {
                return octet;
            }
        }
        return 0;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** Skips these octets if they are next, without white space in between; returns whether it did. */
    boolean skip(byte[] octets) {
        int behind = at + octets.length;
        boolean found = behind <= json.length && Arrays.equals(octets, 0, octets.length, json, at, behind);
        at = found ? behind : at;
        return found;
    }

    /** Skips white space, and the octet if it is next; returns whether it did. */
    boolean skip(char octet) {
        boolean found = next() == octet;
        at += found ? 1 : 0;
        return found;
    }

    void require(char octet) throws Unrecognised {
        Unrecognised.unless(skip(octet));
    }

    void requireEnd() throws Unrecognised {
        Unrecognised.unless(next() == 0 && at == json.length);
    }

    void literal(String name) throws Unrecognised {
        next();
        for (int i = 0; i < name.length(); i++) {
            Unrecognised.unless(skipHere(name.charAt(i)));
        }
    }

    /** Reads a name and the colon behind it. */
    void name() throws Unrecognised {
        string();
        Unrecognised.unless(simple && end - start <= LONGEST_NAME);
        require(':');
    }

    /** The start of the last string or number. */
    int start() {
        return start;
    }

    /** Its end, exclusive. */
    int end() {
        return end;
    }

    void string() throws Unrecognised {
        require('"');
        start = at;
        end = firstSpecial(at);
        simple = end < json.length && json[end] == '"';
        if (!simple) {
            text = text == null ? new ScannedText() : text;
            end = text.read(json, start);
        }
        at = end + 1;
    }

    /** Reads a string and returns its digest. */
    long stringDigest() throws Unrecognised {
        string();
        return simple || text == null ? ValueDigest.ofAscii(json, start, end - start) : text.digest();
    }

    void number() throws Unrecognised {
        next();
        start = at;
        boolean negative = skipHere('-');
        int first = at;
        long magnitude = digits();
        Unrecognised.unless(at == first + 1 || json[first] != '0');
        simple = at - first <= DIGITS;
        whole = negative ? -magnitude : magnitude;
        if (skipHere('.')) {
            simple = false;
            digits();
        }
        if (skipHere('e') || skipHere('E')) {
            simple = false;
            if (!skipHere('+')) {
                skipHere('-');
            }
            digits();
        }
        end = at;
        Unrecognised.unless(end - start <= LONGEST_NUMBER);
    }

    /** Reads a number and returns its digest. */
    long numberDigest() throws Unrecognised {
        number();
        return simple
                ? ValueDigest.ofNumber(whole)
                : ValueDigest.ofNumber(new String(json, start, end - start, StandardCharsets.US_ASCII));
    }

    /** Reads a non-negative whole number. */
    long id() throws Unrecognised {
        number();
        Unrecognised.unless(simple && json[start] != '-');
        return whole;
    }

    /** Reads one or more digits and returns their value, which is exact for up to 18 of them. */
    private long digits() throws Unrecognised {
        int first = at;
        long value = 0;
        for (; at < json.length && json[at] >= '0' && json[at] <= '9'; at++) {
            value = 10 * value + json[at] - '0';
        }
        Unrecognised.unless(at > first);
        return value;
    }

    private boolean skipHere(char octet) {
        boolean found = at < json.length && json[at] == octet;
        at += found ? 1 : 0;
        return found;
    }

    /** The index of the first octet that is a quote, a backslash, a control, or beyond ASCII. */
    private int firstSpecial(int from) {
        int place = from;
        for (; place + Long.BYTES <= json.length; place += Long.BYTES) {
            long special = specials((long) EIGHT.get(json, place));
            if (special != 0) {
                return place + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (place < json.length && (specials(json[place] & 0xFF) & 0x80) == 0) {
            place++;
        }
        return place;
    }

    /**
     * Sets the highest bit of each of eight octets that is a quote, a backslash, a control, or beyond ASCII. A subtraction borrows from
     * the octet above such an octet, so only the lowest bit set is reliable.
     */
    private static long specials(long octets) {
        long quotes = (octets ^ EACH * '"') - EACH;
        long backslashes = (octets ^ EACH * '\\') - EACH;
        long controls = octets - EACH * ' ';
        return (quotes | backslashes | controls | octets) & EACH << 7;
    }
}
