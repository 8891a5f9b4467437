package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.shared.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * The operators' side of the cache: they look at entries without changing anything, and they evict. Each call walks over all entries,
 * so it is not for event loops.
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

    /** The entries of the detail, one for each account that has one. */
    public List<CacheEntry> entries(MessageId id) {
        return entries(isOf(id));
    }

    /** The entries of the page, one for each account that has one. */
    public List<CacheEntry> entries(PageNumber page) {
        return entries(isOf(page));
    }

    private List<CacheEntry> entries(Predicate<CanonicalRequest> wanted) {
        List<CacheEntry> found = new ArrayList<>();
        long now = ticker.read();
        store.forEach((key, answer) -> {
            if (wanted.test(key) && answer.lifetime().at(now) != Freshness.EXPIRED) {
                found.add(CacheEntry.of(key.account(), answer, now, loads.isUnderWay(key)));
            }
        });
        return List.copyOf(found);
    }

    /**
     * Evicts the detail for all accounts, and all pages of each account that had it, because they may show the same. Loads under way
     * answer those who wait for them and store nothing.
     *
     * @return how many accounts had an entry of the detail or a load under way
     */
    public int evict(MessageId id) {
        Set<Account> holders = evict(isOf(id));
        evict(key -> key instanceof ListRequest && holders.contains(key.account()));
        return holders.size();
    }

    /**
     * Evicts the page for all accounts. Loads under way answer those who wait for them and store nothing.
     *
     * @return how many accounts had an entry or a load under way
     */
    public int evict(PageNumber page) {
        return evict(isOf(page)).size();
    }

    /** Has all other replicas evict, and nobody take what they share; before the eviction here, so that nothing comes back. May block. */
    Reach evictElsewhere(Notice notice) {
        Mono<Boolean> told = loads.evictElsewhere(notice);
        if (told == null) {
            return Reach.ALONE;
        }
        return Boolean.TRUE.equals(told.block()) ? Reach.EVERYWHERE : Reach.HERE_ONLY;
    }

    /** How far an eviction has come. */
    enum Reach {
        /** There are no other replicas that share anything. */
        ALONE,
        /** All replicas have it, or read it within two beats. */
        EVERYWHERE,
        /** The link is lost; the others hear of it when it is back. */
        HERE_ONLY
    }

    /** The accounts whose entries or loads it has evicted. */
    private Set<Account> evict(Predicate<CanonicalRequest> wanted) {
        return loads.keys(wanted).stream()
                .filter(loads::evict)
                .map(CanonicalRequest::account)
                .collect(Collectors.toSet());
    }

    static Predicate<CanonicalRequest> isOf(MessageId id) {
        return key -> key instanceof DetailRequest detail && detail.id().equals(id);
    }

    static Predicate<CanonicalRequest> isOf(PageNumber page) {
        return key -> key instanceof ListRequest list && list.page().equals(page);
    }

    /**
     * Evicts everything. Loads under way answer those who wait for them and store nothing.
     *
     * @return about how many entries there were
     */
    public long evictAll() {
        long entries = store.size();
        loads.keys(key -> true).forEach(loads::evict);
        store.clear();
        return entries;
    }
}
