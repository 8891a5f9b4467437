package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The entries, by weight and age, and what each outcome of a load does to them. */
final class DetailStore {

    /** What an entry holds beside its bytes and names: key, entry, validator, headers of arrays and Caffeine's node, 64-bit. */
    private static final int OVERHEAD = 384;

    private final FreshnessRules rules;
    private final Ticker ticker;
    private final Cache<DetailRequest, StoredAnswer> entries;

    DetailStore(CacheProperties properties, FreshnessRules rules, Ticker ticker) {
        this.rules = rules;
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(properties.maximumSize().toBytes())
                .weigher(DetailStore::weigh)
                .expireAfter(Expiry.writing(
                        (DetailRequest key, StoredAnswer answer) -> rules.timeLeft(answer, ticker.read())))
                .ticker(ticker)
                // Upkeep takes less time than waking another thread for it, some thousand times a second.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    /** The underlying cache, for its meters. */
    Cache<DetailRequest, StoredAnswer> entries() {
        return entries;
    }

    /** The entry, without a trace of the look in statistics and order of eviction. */
    @Nullable
    StoredAnswer peek(DetailRequest key) {
        return entries.policy().getIfPresentQuietly(key);
    }

    @Nullable
    StoredAnswer get(DetailRequest key) {
        return entries.getIfPresent(key);
    }

    /** Whether a load of the key would be of use now: not while its entry is fresh, nor while it backs off. */
    boolean wantsLoad(DetailRequest key) {
        StoredAnswer answer = peek(key);
        if (answer == null) {
            return true;
        }
        long now = ticker.read();
        return switch (rules.of(answer, now)) {
            case FRESH -> false;
            case STALE_WHILE_REVALIDATE, STALE_IF_ERROR -> answer.mayRefresh(now);
            case EXPIRED -> true;
        };
    }

    /** Stores, replaces, keeps or drops the entry as the outcome of its load demands. */
    Loaded apply(DetailRequest key, Outcome outcome) {
        if (outcome instanceof Outcome.Found found) {
            var representation = Representation.of(found.body());
            if (found.storable()) {
                entries.put(key, StoredAnswer.found(representation, ticker.read()));
            } else {
                entries.invalidate(key);
            }
            return new Loaded(representation, null, fate(found.storable()));
        }
        Failure failure = ((Outcome.Failed) outcome).failure();
        boolean storable = failure.kind() == FailureKind.NO_RECORD;
        if (storable) {
            entries.put(key, StoredAnswer.notFound(ticker.read()));
        } else if (failure.kind().yieldsToStale()) {
            entries.asMap().computeIfPresent(key, (k, stale) -> stale.backedOff(retryAt(stale, failure)));
        } else if (failure.kind().fault() == Fault.CALLER) {
            // The upstream has said that this caller may not have it, or that there is no such thing.
            entries.invalidate(key);
        }
        return new Loaded(null, failure, fate(storable));
    }

    private static Loaded.Fate fate(boolean stored) {
        return stored ? Loaded.Fate.STORED : Loaded.Fate.NOT_STORED;
    }

    /** Drops the entry; true when there was one. */
    boolean remove(DetailRequest key) {
        return entries.asMap().remove(key) != null;
    }

    /** Drops all entries. */
    void clear() {
        entries.invalidateAll();
    }

    /** Looks at all entries, which makes none of them more useful; they may change meanwhile. */
    void forEach(BiConsumer<DetailRequest, StoredAnswer> look) {
        entries.asMap().forEach(look);
    }

    /** How many entries there are, after those that have expired have left. */
    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    /** How full the store is, beside what others have counted. */
    CacheStatistics statistics(Map<String, Long> requests, int loadsUnderWay) {
        long size = size();
        var bound = entries.policy().eviction().orElseThrow();
        return new CacheStatistics(
                size,
                bound.weightedSize().orElseThrow(),
                bound.getMaximum(),
                loadsUnderWay,
                entries.stats().evictionCount(),
                requests);
    }

    private long retryAt(StoredAnswer stale, Failure failure) {
        Duration asked = failure.retryAfter();
        return rules.retryAt(stale, asked == null ? Duration.ZERO : asked, ticker.read());
    }

    private static int weigh(DetailRequest key, StoredAnswer answer) {
        Representation representation = answer.representation();
        int bytes = representation == null ? 0 : representation.body().length + representation.fields().length;
        return OVERHEAD + 2 * key.account().name().length() + bytes;
    }
}
