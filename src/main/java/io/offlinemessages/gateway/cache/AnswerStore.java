package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The stored answers, bounded by weight and expired by their {@link Lifetime}. */
final class AnswerStore {

    /**
     * Bytes of an entry beside its body, fields and names: key, entry, times, validator, array headers and Caffeine's node, on a 64-bit
     * JVM.
     */
    private static final int OVERHEAD = 448;

    private final Ticker ticker;
    private final Standings standings = new Standings();
    private final Cache<CanonicalRequest, StoredAnswer> entries;

    AnswerStore(CacheProperties properties, Ticker ticker) {
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(properties.maximumSize().toBytes())
                .weigher(AnswerStore::weigh)
                .expireAfter(Expiry.writing((CanonicalRequest key, StoredAnswer answer) ->
                        answer.lifetime().timeLeft(ticker.read())))
                .ticker(ticker)
                // Maintenance is cheaper than waking another thread for it some thousand times a second.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    /** The underlying cache, for its meters. */
    Cache<CanonicalRequest, StoredAnswer> entries() {
        return entries;
    }

    /** The usable entry; the look counts in no statistics and does not defer its eviction. */
    @Nullable
    StoredAnswer peek(CanonicalRequest key) {
        return usable(entries.policy().getIfPresentQuietly(key));
    }

    @Nullable
    StoredAnswer get(CanonicalRequest key) {
        return usable(entries.getIfPresent(key));
    }

    private static @Nullable StoredAnswer usable(@Nullable StoredAnswer answer) {
        return answer == null || answer.standing().isRefused() ? null : answer;
    }

    /** Creates a load that begins now, under the account's current standing. */
    Load begin(CanonicalRequest key) {
        return new Load(new CompletableFuture<>(), standings.of(key.account()), ticker.read());
    }

    /** Whether a load of the key is of use now: false while its entry is fresh or backs off after failed refreshes. */
    boolean wantsLoad(CanonicalRequest key) {
        StoredAnswer answer = peek(key);
        if (answer == null) {
            return true;
        }
        long now = ticker.read();
        return switch (answer.lifetime().at(now)) {
            case FRESH -> false;
            case STALE_WHILE_REVALIDATE, STALE_IF_ERROR -> answer.mayRefresh(now);
            case EXPIRED -> true;
        };
    }

    /**
     * Replaces the entry by the step's result, atomically; null drops it. The step gets the current entry, or null where there is none
     * or its account has been refused. Concurrent changes of the same key wait.
     */
    @Nullable
    StoredAnswer compute(CanonicalRequest key, UnaryOperator<@Nullable StoredAnswer> step) {
        return entries.asMap().compute(key, (k, current) -> step.apply(usable(current)));
    }

    /** Changes the entry atomically, or drops it where the change returns null. Concurrent changes of the same key wait. */
    void change(CanonicalRequest key, Function<StoredAnswer, @Nullable StoredAnswer> change) {
        entries.asMap().compute(key, (k, stored) -> stored == null ? null : change.apply(stored));
    }

    /** Invalidates everything loaded for the account, in constant time; the entries themselves leave when they expire. */
    void refuse(Account account) {
        standings.refuse(account);
    }

    /** Drops the entry if it still holds the result of the load. */
    void drop(CanonicalRequest key, Load load) {
        change(key, stored -> stored.began() == load.began() ? null : stored);
    }

    /** Drops the entry; true when it was usable. */
    boolean remove(CanonicalRequest key) {
        return usable(entries.asMap().remove(key)) != null;
    }

    /** Drops all entries. */
    void clear() {
        entries.invalidateAll();
    }

    /** Visits all usable entries, without effect on their eviction; they may change meanwhile. */
    void forEach(BiConsumer<CanonicalRequest, StoredAnswer> look) {
        entries.asMap().forEach((key, answer) -> {
            if (usable(answer) != null) {
                look.accept(key, answer);
            }
        });
    }

    /** The number of entries, after expired ones have been removed. */
    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    /** The store's fill level, combined with the given counts. */
    CacheStatistics statistics(Map<String, Map<String, Long>> requests, int loadsUnderWay) {
        long size = size();
        var bound = entries.policy().eviction().orElseThrow();
        return new CacheStatistics(
                size,
                bound.weightedSize().orElseThrow(),
                bound.getMaximum(),
                loadsUnderWay,
                entries.stats().evictionCount(),
                requests,
                null);
    }

    private static int weigh(CanonicalRequest key, StoredAnswer answer) {
        Representation representation = answer.representation();
        int bytes = representation == null ? 0 : representation.body().length + representation.fields().length;
        DetailState detail = answer.detail();
        return OVERHEAD + 2 * key.account().name().length() + bytes + (detail == null ? 0 : detail.weight());
    }
}
