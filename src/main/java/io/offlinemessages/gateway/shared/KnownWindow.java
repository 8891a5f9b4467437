package io.offlinemessages.gateway.shared;

import java.util.List;

/**
 * The last known state of an account's window: an upper bound of the calls that it still holds, as time passes. Its methods are pure
 * functions of a moment, in nanoseconds of the ticker.
 *
 * @param toldAt when the reply came
 * @param limit the most calls in a window
 * @param length the number of calls then
 * @param ages the ages of the calls at one, two, … eighths of the limit, counted from the latest call, in nanoseconds
 */
record KnownWindow(long toldAt, int limit, int length, List<Long> ages) {

    private static final int PARTS = 8;

    /** The state before the first reply: no known calls. */
    static final KnownWindow NONE = new KnownWindow(0, 0, 0, List.of());

    /** The most of these calls that the window holds at that moment. */
    int held(long now, long window) {
        if (length == 0 || now - toldAt > window) {
            return 0;
        }
        for (int i = 0; i < ages.size(); i++) {
            if (ages.get(i) + now - toldAt > window) {
                // This call has left the window, as have all older ones.
                return Math.min(length, place(i + 1) - 1);
            }
        }
        return length;
    }

    /** The time until the bound falls, in nanoseconds; the whole window where no call is held. */
    long untilNext(long now, long window) {
        long elapsed = now - toldAt;
        for (int i = ages.size() - 1; i >= 0; i--) {
            if (ages.get(i) + elapsed <= window) {
                return window - elapsed - ages.get(i);
            }
        }
        return length > 0 && elapsed <= window ? window - elapsed : window;
    }

    /** The position, counted from the latest call, of the call at so many eighths of the limit. */
    private int place(int eighths) {
        return Math.toIntExact(((long) limit * eighths + PARTS - 1) / PARTS);
    }
}
