package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The calls that a replica makes for an account while the server is unreachable. Each replica owns an equal part of the remainder of
 * the last known window: it calls only while (its own calls + 1) × replicas is within the limit less the calls that the window still
 * holds. So replicas that lose the server together stay within the limit, and k replicas that lose it alone exceed it by at most limit
 * × k / replicas. The calls are kept here until they are reported.
 */
final class OwnCalls {

    /** The most calls of one report, so that it delays no other call for long. */
    private static final int MOST_AT_ONCE = 1_000;

    private final int limit;
    private final int replicas;
    private final long window;
    private final Ticker ticker;
    private final Deque<OwnCall> calls = new ArrayDeque<>();
    private final Deque<OwnCall> unreported = new ArrayDeque<>();
    private KnownWindow known = KnownWindow.NONE;

    /**
     * @param limit the most calls of all replicas in a window; at least one for each replica
     */
    OwnCalls(int limit, int replicas, Duration window, Ticker ticker) {
        this.limit = limit;
        this.replicas = replicas;
        this.window = window.toNanos();
        this.ticker = ticker;
    }

    /** Replaces the known window by the server's latest. */
    synchronized void told(KnownWindow now) {
        known = now;
    }

    /** The calls of all replicas that the window holds, as far as this replica knows. */
    synchronized int held() {
        long now = ticker.read();
        forget(now);
        return known.held(now, window) + calls.size();
    }

    /** Whether the window still holds calls that the server has counted. */
    synchronized boolean knowsOfOthers() {
        return known.held(ticker.read(), window) > 0;
    }

    /** Makes a call with that id and returns zero, or makes none and returns the time to wait. */
    synchronized Duration spend(String id) {
        long now = ticker.read();
        forget(now);
        int left = limit - known.held(now, window);
        if ((calls.size() + 1L) * replicas <= left) {
            var call = new OwnCall(id, now);
            calls.addLast(call);
            unreported.addLast(call);
            return Duration.ZERO;
        }
        return Duration.ofNanos(untilRoom(now));
    }

    /** The calls to be reported that are still in the window, each with its age; at most a thousand. */
    synchronized List<Aged> unreported() {
        long now = ticker.read();
        forget(now);
        return unreported.stream()
                .limit(MOST_AT_ONCE)
                .map(call -> new Aged(call.id(), Duration.ofNanos(now - call.madeAt())))
                .toList();
    }

    /** Removes calls that the server has counted from the report; they count as the replica's own until they leave the window. */
    synchronized void reported(Collection<Aged> counted) {
        counted.forEach(call -> {
            OwnCall first = unreported.peekFirst();
            if (first != null && first.id().equals(call.id())) {
                unreported.removeFirst();
            }
        });
    }

    private void forget(long now) {
        while (!calls.isEmpty() && now - calls.getFirst().madeAt() > window) {
            calls.removeFirst();
        }
        while (!unreported.isEmpty() && now - unreported.getFirst().madeAt() > window) {
            unreported.removeFirst();
        }
    }

    /**
     * The time until the replica's oldest call or the known window makes room, in nanoseconds. Where both must, this is an
     * underestimate.
     */
    private long untilRoom(long now) {
        long byKnown = known.length() == 0 ? Long.MAX_VALUE : window - (now - known.toldAt());
        long byOwn = calls.isEmpty()
                ? Long.MAX_VALUE
                : window - (now - calls.getFirst().madeAt());
        return Math.min(window, Math.min(byKnown, byOwn) + 1);
    }

    private record OwnCall(String id, long madeAt) {}

    /**
     * A call that is to be reported.
     *
     * @param id unlike that of any other call of any replica
     * @param age how long ago it was made
     */
    record Aged(String id, Duration age) {}
}
