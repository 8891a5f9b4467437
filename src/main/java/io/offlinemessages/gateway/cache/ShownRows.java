package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.DetailRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rows that recent pages showed, by detail. They are kept in two generations: rows are added to the young one, which replaces the
 * old one when it is full or as old as rows are remembered. So pages are forgotten as a whole, and no row needs a place in an order of
 * expiry or use.
 */
final class ShownRows {

    /**
     * A generation with this many details is full: they are more than pages usually show during one load. Two generations take about 10
     * MB.
     */
    private static final int HALF = 16_384;

    private final long remembered;
    private final Ticker ticker;
    private final AtomicReference<Halves> halves;

    /**
     * @param remembered how long rows are kept: as long as a load may take, because a detail that they judge may arrive that much later
     */
    ShownRows(Duration remembered, Ticker ticker) {
        this.remembered = remembered.toNanos();
        this.ticker = ticker;
        this.halves = new AtomicReference<>(new Halves(new ConcurrentHashMap<>(), Map.of(), ticker.read()));
    }

    /** Remembers the rows of a page. */
    void add(Map<DetailRequest, ShownRow> page) {
        long now = ticker.read();
        Halves into;
        do {
            into = renewed(now);
            add(page, into, now);
            // Two newer generations may have replaced this one meanwhile; the page is then added again.
        } while (!halves.get().include(into.young()));
    }

    /** The remembered rows of a detail, latest first. */
    List<ShownRow> of(DetailRequest key) {
        long now = ticker.read();
        Halves both = halves.get();
        List<ShownRow> rows = rows(both.old().get(key), now);
        for (ShownRow row : rows(both.young().get(key), now)) {
            rows = ShownRow.added(rows, row);
        }
        return rows;
    }

    private void add(Map<DetailRequest, ShownRow> page, Halves into, long now) {
        page.forEach((detail, row) -> into.young().compute(detail, (key, known) -> {
            Shown before = known == null ? into.old().get(key) : known;
            return new Shown(ShownRow.added(rows(before, now), row), now);
        }));
    }

    private Halves renewed(long now) {
        Halves both = halves.get();
        if (both.young().size() < HALF && now - both.since() < remembered) {
            return both;
        }
        halves.compareAndSet(both, new Halves(new ConcurrentHashMap<>(), both.young(), now));
        return halves.get();
    }

    private List<ShownRow> rows(@Nullable Shown shown, long now) {
        return shown == null || now - shown.at() >= remembered ? List.of() : shown.rows();
    }

    /** The rows of one detail, and when the last was added. */
    private record Shown(List<ShownRow> rows, long at) {}

    /** Both generations, and when the young one began. */
    private record Halves(Map<DetailRequest, Shown> young, Map<DetailRequest, Shown> old, long since) {

        @SuppressWarnings("ReferenceEquality") // the very generation, whatever it contains
        boolean include(Map<DetailRequest, Shown> half) {
            return half == young || half == old;
        }
    }
}
