package io.offlinemessages.gateway.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A share of the hashing time, with the checks that wait for it: that of all strangers, which their networks share; that of a
 * network, which its addresses share; that of an address, whose checks come one after the other. Whoever of those who wait had least
 * time comes next (start-time fair queueing; Goyal, Vin and Cheng 1996). Who comes anew begins where the others are, and so is
 * neither behind them nor has anything in hand; who was refused and comes back in time, where it was. Not thread-safe.
 */
final class Share {

    /** How many networks are known, and addresses of each; beyond these no turn is kept. */
    private static final int[] MOST_PARTS = {512, 64};

    private final Map<Long, Share> parts = new LinkedHashMap<>();
    private final Deque<Check> checks = new ArrayDeque<>(1);
    private int waiting;

    /** How much time this share had, in nanoseconds, counted from where it began. */
    private long used;

    /** Where a part begins that comes anew. */
    private long begin;

    private long turnKeptUntil;

    Share(long now) {
        turnKeptUntil = now;
    }

    /** How many checks wait. */
    int waiting() {
        return waiting;
    }

    /** Lets a check wait, whose path leads from here to its address. */
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

    /** Takes the check that is next out; there must be one. Its parts pay what it will cost, about. */
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

    /** The check that is to go where one is too many: the last of whoever has had, and is to have, most. */
    Check last(long cost) {
        Share last = null;
        for (Share part : parts.values()) {
            if (part.waiting > 0 && (last == null || part.due(cost) >= last.due(cost))) {
                last = part;
            }
        }
        return last == null ? checks.getLast() : last.last(cost);
    }

    /** Takes a check out; false when it does not wait. */
    boolean remove(Check check, long[] path, int depth) {
        Share part = depth == path.length ? null : parts.get(path[depth]);
        boolean waited = part == null ? checks.removeLastOccurrence(check) : part.remove(check, path, depth + 1);
        waiting -= waited ? 1 : 0;
        return waited;
    }

    /** Corrects what was paid. */
    void pay(long more, long[] path, int depth) {
        Share part = depth == path.length ? null : parts.get(path[depth]);
        if (part != null) {
            part.used += more;
            part.pay(more, path, depth + 1);
        }
    }

    /** Keeps the turn for who comes back in time, if there is room for one more to be known. */
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

    /** How many checks come before the next one of the address, if all who keep a turn come back. */
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
     * Forgets who neither waits nor keeps a turn, and had no more than the others: such a one begins anew as well as not.
     *
     * @param idle whether nobody waits and nothing is hashed here, so that all begin anew
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
