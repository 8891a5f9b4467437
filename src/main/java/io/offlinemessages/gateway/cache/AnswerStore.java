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

/** The entries, by weight and age. */
final class AnswerStore {

    /** What an entry holds beside its bytes and names: key, entry, times, validator, headers of arrays and Caffeine's node, 64-bit. */
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
                // Upkeep takes less time than waking another thread for it, some thousand times a second.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    /** The underlying cache, for its meters. */
    Cache<CanonicalRequest, StoredAnswer> entries() {
        return entries;
    }

    /** The entry, without a trace of the look in statistics and order of eviction. */
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

    /** A load that begins now. */
    Load begin(CanonicalRequest key) {
        return new Load(new CompletableFuture<>(), standings.of(key.account()), ticker.read());
    }

    /** Whether a load of the key would be of use now: not while its entry is fresh, nor while it backs off. */
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
     * Makes the entry anew from the one that there is and that may be used, else from null; drops it for null. Waits for whoever
     * changes it at the same time.
     */
    @Nullable
    StoredAnswer compute(CanonicalRequest key, UnaryOperator<@Nullable StoredAnswer> step) {
        return entries.asMap().compute(key, (k, current) -> step.apply(usable(current)));
    }

    /** Changes the entry, or drops it for null; waits for whoever changes it at the same time. */
    void change(CanonicalRequest key, Function<StoredAnswer, @Nullable StoredAnswer> change) {
        entries.asMap().compute(key, (k, stored) -> stored == null ? null : change.apply(stored));
    }

    /** Ends the use of all that was loaded for the account; O(1), the entries leave in their own time. */
    void refuse(Account account) {
        standings.refuse(account);
    }

    /** Drops the entry if it is still what the load has brought. */
    void drop(CanonicalRequest key, Load load) {
        change(key, stored -> stored.began() == load.began() ? null : stored);
    }

    /** Drops the entry; true when there was one that could be used. */
    boolean remove(CanonicalRequest key) {
        return usable(entries.asMap().remove(key)) != null;
    }

    /** Drops all entries. */
    void clear() {
        entries.invalidateAll();
    }

    /** Looks at all entries, which makes none of them more useful; they may change meanwhile. */
    void forEach(BiConsumer<CanonicalRequest, StoredAnswer> look) {
        entries.asMap().forEach((key, answer) -> {
            if (usable(answer) != null) {
                look.accept(key, answer);
            }
        });
    }

    /** How many entries there are, after those that have expired have left. */
    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    /** How full the store is, beside what others have counted. */
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
