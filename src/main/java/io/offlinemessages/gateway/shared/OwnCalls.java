package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The calls of an account that a replica makes on its own, while the server cannot be asked. Each replica has an equal part of what the
 * last known window leaves: it calls only while (its own calls + 1) × replicas is within the limit less what that window still holds.
 * So replicas that have all lost the server together stay within the limit, and k that alone have lost it exceed it by
 * limit × k / replicas at most. The calls wait here to be reported.
 */
final class OwnCalls {

    /** How many calls one report has at most, so that it holds nobody up. */
    private static final int MOST_AT_ONCE = 1_000;

    private final int limit;
    private final int replicas;
    private final long window;
    private final Ticker ticker;
    private final Deque<OwnCall> calls = new ArrayDeque<>();
    private final Deque<OwnCall> unreported = new ArrayDeque<>();
    private KnownWindow known = KnownWindow.NONE;

    /**
     * No calls.
     *
     * @param limit the most calls of all replicas in a window; at least one for each of them
     */
    OwnCalls(int limit, int replicas, Duration window, Ticker ticker) {
        this.limit = limit;
        this.replicas = replicas;
        this.window = window.toNanos();
        this.ticker = ticker;
    }

    /** Takes what the server has told, in the place of what it told before. */
    synchronized void told(KnownWindow now) {
        known = now;
    }

    /** How many calls of all replicas the window holds, as far as is known. */
    synchronized int held() {
        long now = ticker.read();
        forget(now);
        return known.held(now, window) + calls.size();
    }

    /** Whether the window still holds calls that the server has told of. */
    synchronized boolean knowsOfOthers() {
        return known.held(ticker.read(), window) > 0;
    }

    /** Makes a call of that id and returns zero, or makes none and returns how long to wait. Amortised O(1). */
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

    /** The calls that are still to be reported and not out of the window yet, each with its age; a thousand at most. */
    synchronized List<Aged> unreported() {
        long now = ticker.read();
        forget(now);
        return unreported.stream()
                .limit(MOST_AT_ONCE)
                .map(call -> new Aged(call.id(), Duration.ofNanos(now - call.madeAt())))
                .toList();
    }

    /** The server has counted these; they stay in the replica's own count until they leave the window. */
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

    /** Until the replica's oldest call, or the known window, makes room; a guess that is not too long where both must. */
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
