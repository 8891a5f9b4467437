package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;
import java.time.Duration;

/**
 * The consecutive reloads in vain of each field, for one account. A reload in vain leaves a detail's field unchanged while pages go on
 * showing another value. After three the field is left out for an hour. A set of fields is a bit mask over
 * {@link MessageDigests#FIELDS}.
 */
final class ReloadsInVain {

    static final int MOST = 3;

    private static final long LEFT_OUT = Duration.ofHours(1).toNanos();

    private final int[] running = new int[MessageDigests.FIELDS.size()];
    private final long[] until = new long[running.length];
    private int leftOut;

    /** The given fields without those that are left out now. */
    synchronized int comparable(int fields, long now) {
        for (int field = 0; field < running.length; field++) {
            if (until[field] - now <= 0) {
                leftOut &= ~(1 << field);
            }
        }
        return fields & ~leftOut;
    }

    /**
     * Counts one more reload in vain for each of the fields that is compared, and returns those left out from now on. The count stays
     * when the hour ends, so one more is enough for the next hour.
     */
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

    /** Resets the count of the fields. */
    synchronized void end(int fields) {
        for (int field = 0; field < running.length; field++) {
            if ((fields & 1 << field) != 0) {
                running[field] = 0;
            }
        }
    }
}
