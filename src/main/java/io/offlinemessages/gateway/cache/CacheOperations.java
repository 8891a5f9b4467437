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
 * The operators' interface to the cache: it shows entries without changing them, and evicts. Each call visits all entries, so it must
 * run off the event loops.
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

    /** The fill level, and the counts of answers since the start. */
    public CacheStatistics statistics() {
        return store.statistics(meters.requests(), loads.underWay());
    }

    /** The entries of the detail, at most one per account. */
    public List<CacheEntry> entries(MessageId id) {
        return entries(isOf(id));
    }

    /** The entries of the page, at most one per account. */
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
     * Evicts the detail for all accounts, and with it all pages of each account that had it, because they may show the message. Loads
     * under way still answer those who wait for them and store nothing.
     *
     * @return the number of accounts that had an entry or a load of the detail
     */
    public int evict(MessageId id) {
        Set<Account> holders = evict(isOf(id));
        evict(key -> key instanceof ListRequest && holders.contains(key.account()));
        return holders.size();
    }

    /**
     * Evicts the page for all accounts. Loads under way still answer those who wait for them and store nothing.
     *
     * @return the number of accounts that had an entry or a load
     */
    public int evict(PageNumber page) {
        return evict(isOf(page)).size();
    }

    /**
     * Evicts in all other replicas and on the server they share. Called before the eviction here, so that this replica cannot take the
     * answer back from the server. May block.
     */
    Reach evictElsewhere(Notice notice) {
        Mono<Boolean> told = loads.evictElsewhere(notice);
        if (told == null) {
            return Reach.ALONE;
        }
        return Boolean.TRUE.equals(told.block()) ? Reach.EVERYWHERE : Reach.HERE_ONLY;
    }

    /** How far an eviction reached. */
    enum Reach {
        /** Replicas share nothing. */
        ALONE,
        /** The server has it; all replicas apply it within two beats. */
        EVERYWHERE,
        /** The link to the server is lost; the other replicas hear of it when it is back. */
        HERE_ONLY
    }

    /** Evicts the wanted keys, and returns the accounts that had an entry or a load of one. */
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
     * Evicts everything. Loads under way still answer those who wait for them and store nothing.
     *
     * @return the approximate number of entries before
     */
    public long evictAll() {
        long entries = store.size();
        loads.keys(key -> true).forEach(loads::evict);
        store.clear();
        return entries;
    }
}
