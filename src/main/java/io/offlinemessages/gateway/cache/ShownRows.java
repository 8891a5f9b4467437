package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.DetailRequest;
import java.time.Duration;
import java.util.List;

/** The rows that pages have shown of late, by the details that they are of. */
final class ShownRows {

    /** More than pages usually show in the time of a load; beyond it the least used are forgotten. About 5 MB. */
    private static final int MOST = 16_384;

    private final Cache<DetailRequest, List<ShownRow>> rows;

    /**
     * Makes one.
     *
     * @param remembered for how long; as long as a load may take, because a detail that a row judges may come so much later
     */
    ShownRows(Duration remembered, Ticker ticker) {
        this.rows = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.writing((DetailRequest key, List<ShownRow> shown) -> remembered))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    void add(DetailRequest key, ShownRow row) {
        rows.asMap().merge(key, List.of(row), (known, added) -> ShownRow.added(known, row));
    }

    /** The rows of a detail, the latest first. */
    List<ShownRow> of(DetailRequest key) {
        List<ShownRow> shown = rows.getIfPresent(key);
        return shown == null ? List.of() : shown;
    }
}
