package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.SharedListener;
import io.offlinemessages.gateway.upstream.CallContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The cache of answers to canonical requests. An entry is first fresh; then it is served stale while one refresh runs in the
 * background (stale-while-revalidate); then the upstream is asked first and the entry serves only if that fails
 * (stale-if-error). A failed refresh backs off, so that an ailing upstream is not asked by every caller. One load runs for each
 * key, however many wait.
 */
public final class AnswerCache {

    /**
     * How often a load is repeated for a caller who has waited for it, because a page has contradicted it that this caller may have
     * seen. Three answers that began before the caller asked may come first: that of the load that was joined, one that another replica
     * has stored meanwhile, and the one that is being loaded then. What follows has begun later.
     */
    private static final int REPEATS = 3;

    private final AnswerStore store;
    private final AnswerLoads loads;
    private final Ticker ticker;
    private final CacheMeters meters;

    AnswerCache(AnswerStore store, AnswerLoads loads, Ticker ticker, CacheMeters meters) {
        this.store = store;
        this.loads = loads;
        this.ticker = ticker;
        this.meters = meters;
    }

    /**
     * Answers a request; never an error.
     *
     * @param onlyIfCached whether the upstream must not be asked, neither for this answer nor behind it (RFC 9111 section 5.2.1.7)
     */
    public Mono<CachedAnswer> answer(CanonicalRequest request, CallContext context, boolean onlyIfCached) {
        return Mono.defer(() -> look(request, context, onlyIfCached))
                .doOnNext(answer ->
                        meters.answered(request.route(), answer.provenance().result()));
    }

    /**
     * The fresh answer to a request; null where there is none, or where a 404 is remembered. Leaves no trace, because whoever
     * finds nothing here asks again, by {@link #answer}; whoever answers with it says so, by {@link #used}. Never blocks, O(1).
     */
    public @Nullable FreshAnswer fresh(CanonicalRequest request) {
        StoredAnswer stored = store.peek(request);
        long now = ticker.read();
        if (stored == null
                || stored.representation() == null
                || stored.lifetime().at(now) != Freshness.FRESH) {
            return null;
        }
        return new FreshAnswer(
                stored.representation(),
                stored.lifetime().ageSeconds(now),
                stored.lifetime().ttlSeconds(now));
    }

    /** Counts a hit, in the meters and for the order of eviction. */
    public void used(CanonicalRequest request) {
        store.get(request);
        meters.answered(request.route(), CacheResult.HIT);
    }

    /** Does here what other replicas tell of their evictions. */
    public SharedListener listener() {
        return new EvictionsElsewhere(loads, ticker, Schedulers.boundedElastic().createWorker());
    }

    /** The same cache, as operators look at it and evict from it. */
    CacheOperations operations() {
        return new CacheOperations(store, loads, ticker, meters);
    }

    private Mono<CachedAnswer> look(CanonicalRequest request, CallContext context, boolean onlyIfCached) {
        StoredAnswer stored = store.get(request);
        if (stored == null) {
            return onlyIfCached ? notCached() : load(request, context, null);
        }
        long now = ticker.read();
        return switch (stored.lifetime().at(now)) {
            case FRESH -> Mono.just(stored(request, stored, CacheResult.HIT, now));
            case STALE_WHILE_REVALIDATE -> {
                if (!onlyIfCached) {
                    refresh(request, context);
                }
                yield Mono.just(stored(request, stored, CacheResult.STALE, now));
            }
            case STALE_IF_ERROR -> {
                if (onlyIfCached) {
                    yield notCached();
                }
                yield stored.mayRefresh(now)
                        ? load(request, context, stored)
                        : Mono.just(stored(request, stored, CacheResult.STALE_IF_ERROR, now));
            }
            case EXPIRED -> onlyIfCached ? notCached() : load(request, context, null);
        };
    }

    private static Mono<CachedAnswer> notCached() {
        return Mono.just(new CachedAnswer.Refusal(Failure.of(FailureKind.NOT_CACHED), CacheStatus.onlyIfCached()));
    }

    private void refresh(CanonicalRequest request, CallContext context) {
        AnswerLoads.Joined joined = loads.join(request, context);
        if (joined != null && !joined.collapsed()) {
            joined.result().subscribe(loaded -> meters.refreshed(request.route(), loaded));
        }
    }

    private Mono<CachedAnswer> load(CanonicalRequest request, CallContext context, @Nullable StoredAnswer stale) {
        return load(request, context, stale, REPEATS);
    }

    private Mono<CachedAnswer> load(
            CanonicalRequest request, CallContext context, @Nullable StoredAnswer stale, int repeats) {
        AnswerLoads.Joined joined = loads.join(request, context);
        if (joined == null) {
            return look(request, context, false);
        }
        return joined.result().flatMap(loaded -> {
            boolean waited = joined.collapsed() || loaded.isOthers();
            if (waited && loaded.isOvertaken() && repeats > 0) {
                return load(request, loaded.next(context), store.get(request), repeats - 1);
            }
            return loaded.isOthers() && needsRefresh(loaded) && repeats > 0
                    ? look(request, context, false)
                    : Mono.just(loaded(request, loaded, waited, stale));
        });
    }

    private CachedAnswer loaded(
            CanonicalRequest request, Loaded loaded, boolean collapsed, @Nullable StoredAnswer stale) {
        Failure failure = loaded.failure();
        boolean evicted = loaded.fate() == Loaded.Fate.DETACHED;
        // Another replica's, where there was none here, or an older one.
        StoredAnswer copy = loaded.entry() == null ? stale : loaded.entry();
        if (failure != null && failure.kind().yieldsToStale() && copy != null && !evicted && isUsable(copy)) {
            long now = ticker.read();
            Lifetime lifetime = copy.lifetime();
            return answer(
                    request, copy, CacheStatus.staleAfterError(lifetime.ageSeconds(now), lifetime.ttlSeconds(now)));
        }
        var provenance = isShared(loaded) ? shared(loaded) : CacheStatus.forwarded(collapsed, stale != null, loaded);
        return failure != null
                ? new CachedAnswer.Refusal(failure, provenance)
                : new CachedAnswer.Found(Objects.requireNonNull(loaded.representation()), provenance);
    }

    private boolean needsRefresh(Loaded loaded) {
        StoredAnswer entry = loaded.entry();
        return loaded.stored()
                && entry != null
                && entry.lifetime().at(ticker.read()) == Freshness.STALE_WHILE_REVALIDATE;
    }

    private static boolean isShared(Loaded loaded) {
        Failure failure = loaded.failure();
        return loaded.isOthers() && (failure == null || failure.kind() == FailureKind.NO_RECORD);
    }

    private CacheStatus shared(Loaded loaded) {
        StoredAnswer entry = loaded.entry();
        return CacheStatus.shared(
                loaded.age(),
                loaded.stored() && entry != null ? entry.lifetime().ttlSeconds(ticker.read()) : 0);
    }

    private boolean isUsable(StoredAnswer stale) {
        return stale.lifetime().at(ticker.read()) != Freshness.EXPIRED;
    }

    private CachedAnswer stored(CanonicalRequest request, StoredAnswer stored, CacheResult result, long now) {
        Lifetime lifetime = stored.lifetime();
        return answer(request, stored, CacheStatus.hit(result, lifetime.ageSeconds(now), lifetime.ttlSeconds(now)));
    }

    private static CachedAnswer answer(CanonicalRequest request, StoredAnswer stored, CacheStatus provenance) {
        return stored.representation() == null
                ? new CachedAnswer.Refusal(noRecord((DetailRequest) request), provenance)
                : new CachedAnswer.Found(stored.representation(), provenance);
    }

    private static Failure noRecord(DetailRequest request) {
        return Failure.of(FailureKind.NO_RECORD, request.id().toString());
    }
}
