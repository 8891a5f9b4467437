package io.offlinemessages.gateway.contract;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The id by which callers, operators and the upstream refer to the same request. */
public final class RequestId {

    /** The header field that carries the id inside the gateway and to the upstream. */
    public static final String FIELD = "X-Request-Id";

    private static final int LONGEST = 64;

    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom SEED = new SecureRandom();
    private static final long KEY_0 = SEED.nextLong();
    private static final long KEY_1 = SEED.nextLong();
    private static final AtomicLong COUNT = new AtomicLong();

    private RequestId() {}

    /** Whether the text is a valid id: 1 to 64 characters of {@code A-Za-z0-9._-}. */
    public static boolean isValid(CharSequence id) {
        int length = id.length();
        if (length == 0 || length > LONGEST) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isAllowed(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The given id if it is valid, else a new one. */
    public static String of(@Nullable String field) {
        return field != null && isValid(field) ? field : random();
    }

    /**
     * A new id of 16 lower-case hex digits, made in some tens of nanoseconds. It is a counter under a secret key of
     * this process. Other generators are unfit: a few ids of {@code ThreadLocalRandom} or {@code SplittableRandom} give
     * away all later ones, and so how many requests others make; {@code SecureRandom} may block.
     */
    public static String random() {
        return HEX.toHexDigits(sipHash(KEY_0, KEY_1, COUNT.getAndIncrement()));
    }

    /**
     * SipHash-2-4 of a message of eight octets, the least significant first: a keyed function whose values look random
     * without the key.
     */
    static long sipHash(long key0, long key1, long message) {
        var state = new SipState(key0, key1);
        state.compress(message);
        state.compress(8L << 56);
        return state.finish();
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** The state of one hash. It never leaves its method, so that it need not be on the heap. */
    private static final class SipState {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        SipState(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void compress(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
