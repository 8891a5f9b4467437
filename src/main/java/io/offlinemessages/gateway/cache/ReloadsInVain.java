package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import java.time.Duration;

/**
 * How often running, for each field of one account's messages, a reload has left a detail as it was while pages went on showing another
 * value; after three the field is left out for an hour. Sets of fields are of {@link MessageDigests#FIELDS}.
 */
final class ReloadsInVain {

    static final int MOST = 3;

    private static final long LEFT_OUT = Duration.ofHours(1).toNanos();

    private final int[] running = new int[MessageDigests.FIELDS.size()];
    private final long[] until = new long[running.length];
    private int leftOut;

    /** Those of the fields that may be compared. */
    synchronized int comparable(int fields, long now) {
        for (int field = 0; field < running.length; field++) {
            if (until[field] - now <= 0) {
                leftOut &= ~(1 << field);
            }
        }
        return fields & ~leftOut;
    }

    /** One more such reload for each of the fields; those that are left out from now on. A field that was before needs no three again. */
    synchronized int add(int fields, long now) {
        int compared = comparable(fields, now);
        int ended = 0;
        for (int field = 0; field < running.length; field++) {
            if ((compared & 1 << field) != 0 && ++running[field] >= MOST) {
                until[field] = now + LEFT_OUT;
                ended |= 1 << field;
            }
        }
        leftOut |= ended;
        return ended;
    }

    /** Begins to count anew. */
    synchronized void end(int fields) {
        for (int field = 0; field < running.length; field++) {
            if ((fields & 1 << field) != 0) {
                running[field] = 0;
            }
        }
    }
}
