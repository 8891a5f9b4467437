package io.offlinemessages.gateway.shared;

import java.util.List;

/**
 * What the server has told last of the calls in an account's window, and how many of them it still holds as time goes by: never too
 * few. A pure function of a moment, in nanoseconds of the ticker.
 *
 * @param toldAt when the reply came
 * @param limit the most calls in a window
 * @param length how many calls there were
 * @param ages how old the calls at one, two, … eighths of the limit were, from the latest on, in nanoseconds
 */
record KnownWindow(long toldAt, int limit, int length, List<Long> ages) {

    private static final int PARTS = 8;

    /** What is known before the first reply: nothing. */
    static final KnownWindow NONE = new KnownWindow(0, 0, 0, List.of());

    /** How many of the calls the window holds at that moment, at most. O(1). */
    int held(long now, long window) {
        if (length == 0 || now - toldAt > window) {
            return 0;
        }
        for (int i = 0; i < ages.size(); i++) {
            if (ages.get(i) + now - toldAt > window) {
                // This call has left the window, and with it all that are older.
                return Math.min(length, place(i + 1) - 1);
            }
        }
        return length;
    }

    /** How long until fewer of the calls are held; the window where none are. O(1). */
    long untilNext(long now, long window) {
        long elapsed = now - toldAt;
        for (int i = ages.size() - 1; i >= 0; i--) {
            if (ages.get(i) + elapsed <= window) {
                return window - elapsed - ages.get(i);
            }
        }
        return length > 0 && elapsed <= window ? window - elapsed : window;
    }

    /** Which call, from the latest on, stands at so many eighths of the limit. */
    private int place(int eighths) {
        return Math.toIntExact(((long) limit * eighths + PARTS - 1) / PARTS);
    }
}
