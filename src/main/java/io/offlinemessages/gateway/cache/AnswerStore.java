package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries, by weight and age, and what each outcome of a load does to them. */
final class AnswerStore {

    /** What an entry holds beside its bytes and names: key, entry, times, validator, headers of arrays and Caffeine's node, 64-bit. */
    private static final int OVERHEAD = 448;

    private final FreshnessRules rules;
    private final @Nullable ListedDetails listed;
    private final Ticker ticker;
    private final Standings standings = new Standings();
    private final Cache<CanonicalRequest, StoredAnswer> entries;

    /**
     * Makes one.
     *
     * @param listed what pages tell of details; null where they are not compared
     */
    AnswerStore(CacheProperties properties, FreshnessRules rules, @Nullable ListedDetails listed, Ticker ticker) {
        this.rules = rules;
        this.listed = listed;
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

    /** The rows of the page that a load brings; none where pages are not compared. */
    List<ShownRow> rows(Load load, Outcome.Found page) {
        return listed == null ? List.of() : listed.rows(load, page);
    }

    /** Compares the rows of a page with the stored details; those that it outdates. */
    List<DetailRequest> compare(Account account, List<ShownRow> rows, Predicate<CanonicalRequest> isLoading) {
        return listed == null ? List.of() : listed.compare(account, rows, this, isLoading);
    }

    /** Changes the entry, or drops it for null; waits for whoever changes it at the same time. */
    void change(CanonicalRequest key, Function<StoredAnswer, @Nullable StoredAnswer> change) {
        entries.asMap().compute(key, (k, stored) -> stored == null ? null : change.apply(stored));
    }

    /** Stores, replaces, keeps or drops the entry as the outcome of its load demands. */
    Loaded apply(CanonicalRequest key, Load load, Outcome outcome) {
        Representation representation = Representation.of(outcome);
        StoredAnswer brought = brought(key, load, outcome, representation);
        var isStored = new AtomicBoolean();
        StoredAnswer entry = entries.asMap().compute(key, (k, current) -> {
            StoredAnswer stored = usable(current);
            if (stored != null && load.isElsewhere() && stored.isNoOlderThan(load.began(), load.startedAt())) {
                return stored;
            }
            Failure failure = outcome.failure();
            if (stored != null && failure != null && !outcome.supersedes()) {
                return afterFailure(stored, failure);
            }
            // A newer answer ends the older one even where it is not stored itself (RFC 9111 section 4).
            StoredAnswer next = brought == null ? null : compared(key, stored, brought);
            isStored.set(next != null);
            return next;
        });
        var fate = isStored.get() ? Loaded.Fate.STORED : Loaded.Fate.NOT_STORED;
        return loaded(key, load, outcome, representation, fate, entry);
    }

    private @Nullable StoredAnswer brought(
            CanonicalRequest key, Load load, Outcome outcome, @Nullable Representation representation) {
        long storedAt = load.storedAt(ticker);
        Lifetime lifetime = rules.lifetime(key.route(), outcome, load.startedAt(), storedAt);
        if (lifetime == null) {
            return null;
        }
        DetailState detail = key.route() == Route.DETAIL ? DetailState.of(load, outcome) : null;
        var brought = StoredAnswer.of(representation, lifetime, load.standing(), detail, load.began());
        return load.isOutdated() ? brought.outdated(storedAt) : brought;
    }

    /** The result of a load that is detached: those who wait get it, and nothing is stored. */
    Loaded detached(CanonicalRequest key, Load load, Outcome outcome) {
        return loaded(key, load, outcome, Representation.of(outcome), Loaded.Fate.DETACHED, null);
    }

    private Loaded loaded(
            CanonicalRequest key,
            Load load,
            Outcome outcome,
            @Nullable Representation representation,
            Loaded.Fate fate,
            @Nullable StoredAnswer entry) {
        boolean isOvertaken = load.isOutdated() || (listed != null && listed.isOvertaken(key, load, outcome));
        return new Loaded(
                representation,
                outcome.failure(),
                load.age(outcome, ticker),
                fate,
                isOvertaken,
                entry,
                load.isElsewhere(),
                null);
    }

    private @Nullable StoredAnswer compared(CanonicalRequest key, @Nullable StoredAnswer stored, StoredAnswer brought) {
        return listed != null && key instanceof DetailRequest detail
                ? listed.arrived(detail, stored, brought)
                : brought;
    }

    private StoredAnswer afterFailure(StoredAnswer stale, Failure failure) {
        long now = ticker.read();
        boolean documented = failure.kind().fault() == Fault.CALLER;
        // A documented error does not give way to a stale copy, so that it only makes refreshes rarer.
        boolean backsOff = documented
                ? stale.lifetime().at(now) == Freshness.STALE_WHILE_REVALIDATE
                : failure.kind().yieldsToStale();
        if (!backsOff) {
            return stale;
        }
        Duration asked = failure.retryAfter();
        return stale.backedOff(rules.retryAt(stale.failures(), asked == null ? Duration.ZERO : asked, now));
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
                requests);
    }

    private static int weigh(CanonicalRequest key, StoredAnswer answer) {
        Representation representation = answer.representation();
        int bytes = representation == null ? 0 : representation.body().length + representation.fields().length;
        DetailState detail = answer.detail();
        return OVERHEAD + 2 * key.account().name().length() + bytes + (detail == null ? 0 : detail.weight());
    }
}
