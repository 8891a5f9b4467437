package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What operators may do with the cache: look without changing anything, and evict. All of it walks over what is
 * stored, in O(entries), so it is not for event loops.
 */
public final class CacheOperations {

    private final AnswerStore store;
    private final AnswerLoads loads;
    private final Ticker ticker;
    private final CacheMeters meters;

    CacheOperations(AnswerStore store, AnswerLoads loads, Ticker ticker, CacheMeters meters) {
        this.store = store;
        this.loads = loads;
        this.ticker = ticker;
        this.meters = meters;
    }

    /** How full the cache is and what it has answered so far. */
    public CacheStatistics statistics() {
        return store.statistics(meters.requests(), loads.underWay());
    }

    /** The entries of the id, one for each account that has one. */
    public List<CacheEntry> entries(MessageId id) {
        List<CacheEntry> found = new ArrayList<>();
        long now = ticker.read();
        store.forEach((key, answer) -> {
            if (isOf(id, key) && answer.lifetime().at(now) != Freshness.EXPIRED) {
                found.add(CacheEntry.of(key.account(), answer, now, loads.isUnderWay(key)));
            }
        });
        return List.copyOf(found);
    }

    /**
     * Evicts the id for all accounts. Loads under way answer those who wait for them and store nothing.
     *
     * @return how many accounts had an entry or a load under way
     */
    public int evict(MessageId id) {
        // Loads before entries: one that ends between the two looks has become an entry.
        Set<CanonicalRequest> keys = new LinkedHashSet<>();
        loads.keys().forEach(key -> addIfOf(id, key, keys));
        store.forEach((key, answer) -> addIfOf(id, key, keys));
        return (int) keys.stream().filter(loads::evict).count();
    }

    private static void addIfOf(MessageId id, CanonicalRequest key, Set<CanonicalRequest> keys) {
        if (isOf(id, key)) {
            keys.add(key);
        }
    }

    private static boolean isOf(MessageId id, CanonicalRequest key) {
        return key instanceof DetailRequest detail && detail.id().equals(id);
    }

    /**
     * Evicts everything. Loads under way answer those who wait for them and store nothing.
     *
     * @return about how many entries there were
     */
    public long evictAll() {
        long entries = store.size();
        // Loads before entries: one that ends in between has become an entry.
        loads.keys().forEach(loads::evict);
        store.clear();
        return entries;
    }
}
