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
 * The cache of answers to canonical requests. A stored answer passes through four phases ({@link Freshness}): it is fresh; it is stale
 * and served while one refresh runs in the background (stale-while-revalidate); it is stale and served only if the upstream fails
 * (stale-if-error); it has expired. Failed refreshes back off, so callers do not press an ailing upstream. At most one load runs for
 * each key; all callers who need it wait for the same one.
 */
public final class AnswerCache {

    /**
     * How many more loads a caller may wait for when a page of the list contradicts the one it joined. The caller may have seen that
     * page, so it is owed a load that began after its request. Up to three loads may have begun before it: the one it joined, one that
     * another replica has stored meanwhile, and one that is running then. Every later load begins after the request.
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
     * Answers a request. Failures are answers, too ({@link CachedAnswer.Refusal}); the result never signals an error.
     *
     * @param onlyIfCached whether the upstream must not be contacted, neither for this answer nor for a refresh behind it (RFC 9111
     *     section 5.2.1.7)
     */
    public Mono<CachedAnswer> answer(CanonicalRequest request, CallContext context, boolean onlyIfCached) {
        return Mono.defer(() -> look(request, context, onlyIfCached))
                .doOnNext(answer ->
                        meters.answered(request.route(), answer.provenance().result()));
    }

    /**
     * Returns the fresh answer to a request, or null where none is stored or the stored one is a 404. Constant time, never blocks. It
     * leaves no trace in meters and eviction order: after null the caller asks {@link #answer}, which counts; after an answer the
     * caller reports the hit to {@link #used}.
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

    /** Counts a hit, both in the meters and as a use that defers eviction. */
    public void used(CanonicalRequest request) {
        store.get(request);
        meters.answered(request.route(), CacheResult.HIT);
    }

    /** Returns the listener that applies evictions and pages of other replicas to this cache. */
    public SharedListener listener() {
        return new EvictionsElsewhere(loads, ticker, Schedulers.boundedElastic().createWorker());
    }

    /** The operators' view of this cache. */
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
        // The load may have found another replica's answer, which was not here before or is newer than the stale one.
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
