package io.offlinemessages.gateway.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A share of the hashing time and the checks that wait for it. Shares form a tree: the root, for all strangers, is divided among
 * networks, a network among its addresses, and an address serves its checks in order. The waiting part that has used the least time is
 * next (start-time fair queueing; Goyal, Vin and Cheng 1996). A new part begins where the others are, with neither arrears nor credit;
 * a refused caller that returns in time resumes where it was. Not thread-safe.
 */
final class Share {

    /** The most networks, and addresses of each, that are known; beyond that no turn is kept. */
    private static final int[] MOST_PARTS = {512, 64};

    private final Map<Long, Share> parts = new LinkedHashMap<>();
    private final Deque<Check> checks = new ArrayDeque<>(1);
    private int waiting;

    /** The time used, in nanoseconds, counted from this share's beginning. */
    private long used;

    /** The starting point of new parts. */
    private long begin;

    private long turnKeptUntil;

    Share(long now) {
        turnKeptUntil = now;
    }

    /** The number of waiting checks. */
    int waiting() {
        return waiting;
    }

    /** Adds a check at the end of the path, from {@code depth} on. */
    void add(Check check, long[] path, int depth, long now) {
        waiting++;
        if (depth == path.length) {
            checks.add(check);
            return;
        }
        Share part = parts.computeIfAbsent(path[depth], absent -> new Share(now));
        if (part.waiting == 0 && !part.keepsTurn(now)) {
            part.used = Math.max(part.used, begin);
        }
        part.add(check, path, depth + 1, now);
    }

    /** Removes and returns the next check; there must be one. The parts on its path pay its estimated cost. */
    Check next(long cost, long now) {
        waiting--;
        Share next = null;
        for (Share part : parts.values()) {
            if (part.waiting > 0 && (next == null || part.used < next.used)) {
                next = part;
            }
        }
        if (next == null) {
            return checks.remove();
        }
        begin = Math.max(begin, next.used);
        next.used = begin + cost;
        next.turnKeptUntil = now;
        return next.next(cost, now);
    }

    /** The check to drop when one is too many: the last of the part with the largest sum of used and waiting time. */
    Check last(long cost) {
        Share last = null;
        for (Share part : parts.values()) {
            if (part.waiting > 0 && (last == null || part.due(cost) >= last.due(cost))) {
                last = part;
            }
        }
        return last == null ? checks.getLast() : last.last(cost);
    }

    /** Removes a check; false where it does not wait. */
    boolean remove(Check check, long[] path, int depth) {
        Share part = depth == path.length ? null : parts.get(path[depth]);
        boolean waited = part == null ? checks.removeLastOccurrence(check) : part.remove(check, path, depth + 1);
        waiting -= waited ? 1 : 0;
        return waited;
    }

    /** Corrects the estimated cost by the difference. */
    void pay(long more, long[] path, int depth) {
        Share part = depth == path.length ? null : parts.get(path[depth]);
        if (part != null) {
            part.used += more;
            part.pay(more, path, depth + 1);
        }
    }

    /** Keeps the path's turn until then, if there is room for one more part. */
    void keepTurn(long until, long[] path, int depth, long now) {
        Share part = depth == path.length ? null : parts.get(path[depth]);
        if (part == null) {
            return;
        }
        if (parts.size() > MOST_PARTS[depth] && part.waiting == 0 && !part.keepsTurn(now)) {
            parts.remove(path[depth]);
            return;
        }
        part.turnKeptUntil = Math.max(part.turnKeptUntil, until);
        part.keepTurn(until, path, depth + 1, now);
    }

    /** The number of checks before the next one of the address, if all parts with a kept turn return. */
    long turnsBefore(long[] path, int depth, long now) {
        if (depth == path.length) {
            return checks.size();
        }
        Share mine = parts.get(path[depth]);
        if (mine == null) {
            return parts.size();
        }
        long all = 1;
        long before = 0;
        for (Share part : parts.values()) {
            if (part != mine && (part.waiting > 0 || part.keepsTurn(now))) {
                all++;
                before += part.used <= mine.used ? 1 : 0;
            }
        }
        return mine.turnsBefore(path, depth + 1, now) * all + before;
    }

    /**
     * Forgets parts that neither wait nor keep a turn, and have used no more than the starting point of new parts, so that a new part
     * is equivalent.
     *
     * @param idle whether nothing here waits or is hashed, so that all parts start again
     */
    void forget(int depth, boolean idle, long now) {
        parts.values().removeIf(part -> {
            boolean hadMore = !idle && part.used > begin && parts.size() <= MOST_PARTS[depth];
            boolean isOver = part.waiting == 0 && !part.keepsTurn(now) && !hadMore;
            part.forget(depth + 1, isOver, now);
            return isOver && part.parts.isEmpty();
        });
        if (idle) {
            parts.values().forEach(part -> begin = Math.max(begin, part.used));
        }
    }

    private boolean keepsTurn(long now) {
        return turnKeptUntil - now > 0;
    }

    private long due(long cost) {
        return used + waiting * cost;
    }
}
