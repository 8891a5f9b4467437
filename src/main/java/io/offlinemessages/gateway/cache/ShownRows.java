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
 * The rows that pages have shown of late, by the details that they are of. They are kept in two halves: rows are added to the young one,
 * which takes the place of the old one once it is full, or has been young for as long as rows are remembered. So whole pages are forgotten
 * at once, and no row costs an order of expiry or of use.
 */
final class ShownRows {

    /** More details than pages usually show in the time of a load; those of up to twice as many are remembered. About 5 MB a half. */
    private static final int HALF = 16_384;

    private final long remembered;
    private final Ticker ticker;
    private final AtomicReference<Halves> halves;

    /**
     * Makes one.
     *
     * @param remembered for how long; as long as a load may take, because a detail that a row judges may come so much later
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
            // Two other halves may have followed this one meanwhile: it is forgotten, and the page is added again.
        } while (!halves.get().include(into.young()));
    }

    /** The rows of a detail, the latest first. */
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

    /** The rows of one detail, and when the last of them was added. */
    private record Shown(List<ShownRow> rows, long at) {}

    /** Both halves, and since when the young one is. */
    private record Halves(Map<DetailRequest, Shown> young, Map<DetailRequest, Shown> old, long since) {

        @SuppressWarnings("ReferenceEquality") // the half itself, whatever is in it
        boolean include(Map<DetailRequest, Shown> half) {
            return half == young || half == old;
        }
    }
}
