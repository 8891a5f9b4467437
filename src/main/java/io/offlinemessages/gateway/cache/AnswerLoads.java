package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The loads under way, at most one for each key. Requests for one key join its load, which RFC 9111 section 4 calls to collapse
 * requests.
 */
final class AnswerLoads {

    /*
     * A load belongs to its key, not to the request that started it: waiters may leave, the load runs to its end.
     *
     * Mechanism:
     *  - "running" maps each key to its attached load. A caller joins it, or starts a load where the key has none and its entry wants
     *    one. Both are decided in one step of the map, which looks at the entry again: a load that ended since the caller looked may
     *    have stored an answer.
     *  - A load that ends applies its outcome to the store and leaves the map in one step. So a caller finds the load or its result.
     *  - An eviction, another replica's notice that the entry is outdated, and a refusal of the account detach the load: it leaves the
     *    map in the step that changes the entry. It still answers its waiters (Loaded.Fate.DETACHED) and stores nothing; the next
     *    caller starts another.
     *
     * Invariants:
     *  - A key has at most one attached load. Detached ones may run beside it.
     *  - A load changes the store only while it is attached and the standing that its account had when it began holds. If it has a
     *    lease over all replicas, it replaces an entry only while the lease runs.
     *  - Locks are taken in one order: the key in "running", then the key in the store. Code that holds a key of the store takes none of
     *    "running".
     *  - Each load completes its future after the map's step, with a result and never with an error: waiters continue in that very call.
     *    A load without a result would block its waiters and its key for ever, so even an Error while storing becomes an INTERNAL.
     *
     * Source: request collapsing in HTTP caches (RFC 9111 section 4; "collapsed" in RFC 9211 section 2.6). Go's x/sync/singleflight joins
     * calls by key in the same way, and detaches them by "Forget". One load over all replicas: SharedLoads.
     */

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLoads.class);

    private final BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream;
    private final AnswerStore store;
    private final OutcomeRules outcomes;
    private final @Nullable SharedLoads shared;
    private final Map<CanonicalRequest, Load> running = new ConcurrentHashMap<>();

    /**
     * @param upstream makes one guarded call; an error that it signals is unforeseen
     * @param shared the loads of all replicas; null where replicas share nothing
     */
    AnswerLoads(
            BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream,
            AnswerStore store,
            OutcomeRules outcomes,
            @Nullable SharedLoads shared) {
        this.upstream = upstream;
        this.store = store;
        this.outcomes = outcomes;
        this.shared = shared;
    }

    /** Joins the load of the key or starts one; null when the entry wants none, because a load has just ended or refreshes back off. */
    @Nullable
    Joined join(CanonicalRequest key, CallContext context) {
        Load mine = store.begin(key);
        Load load =
                running.compute(key, (k, earlier) -> earlier != null ? earlier : store.wantsLoad(key) ? mine : null);
        if (load == null) {
            return null;
        }
        boolean started = load.equals(mine);
        if (started) {
            start(key, context, mine);
        }
        return new Joined(load.result(), !started);
    }

    /** The number of attached loads. */
    int underWay() {
        return running.size();
    }

    /** Whether an attached load of the key is under way. */
    boolean isUnderWay(CanonicalRequest key) {
        return running.containsKey(key);
    }

    /** The wanted keys that have a load or an entry. Loads are listed first: one that ends between the two listings has become an entry. */
    Set<CanonicalRequest> keys(Predicate<CanonicalRequest> wanted) {
        Set<CanonicalRequest> keys = new LinkedHashSet<>();
        running.keySet().stream().filter(wanted).forEach(keys::add);
        store.forEach((key, answer) -> {
            if (wanted.test(key)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Drops the key's entry and detaches its load in one step; true when there was either. */
    boolean evict(CanonicalRequest key) {
        var found = new AtomicBoolean();
        running.compute(key, (k, load) -> {
            found.set(store.remove(key) || load != null);
            return null;
        });
        return found.get();
    }

    /** Evicts in all other replicas; null where replicas share nothing. */
    @Nullable
    Mono<Boolean> evictElsewhere(Notice notice) {
        return shared == null ? null : shared.evict(notice);
    }

    /** Limits the key's entry to stale-if-error and detaches its load, in one step. */
    void outdate(CanonicalRequest key, Ticker ticker) {
        running.compute(key, (k, load) -> {
            store.change(key, stored -> stored.outdated(ticker.read()));
            return null;
        });
    }

    /** Invalidates everything stored for the account, in all replicas. */
    void refuse(Account account) {
        outcomes.tell(new Notice.OfAccount(account));
        disown(account);
    }

    /** Invalidates everything stored here for the account, and detaches its loads. */
    void disown(Account account) {
        // The standing changes first. A load that begins between the two steps
        // has the new standing and is detached needlessly, which costs one call.
        store.refuse(account);
        running.keySet().removeIf(key -> key.account().equals(account));
    }

    /** Compares the rows of another replica's page with the details here. */
    void compare(Account account, List<ShownRow> rows) {
        outcomes.compare(account, rows, this::isUnderWay);
    }

    private void start(CanonicalRequest key, CallContext context, Load load) {
        outcome(key, context)
                .onErrorResume(thrown -> unforeseen(thrown).map(LoadOutcome::alone))
                .subscribe(ended -> finish(key, load, ended));
    }

    private Mono<LoadOutcome> outcome(CanonicalRequest key, CallContext context) {
        return shared == null
                ? upstream.apply(key, context).map(LoadOutcome::alone)
                : shared.load(key, store.peek(key), context, time -> upstream.apply(key, context.within(time)));
    }

    private void finish(CanonicalRequest key, Load load, LoadOutcome ended) {
        if (ended.outcome() instanceof Outcome.AccountRefused) {
            refuse(key.account());
        }
        Loaded loaded = applied(key, load, ended).by(ended);
        // Outside the map's lock, because waiters continue in this call.
        load.result().complete(loaded);
        if (shared != null) {
            shared.end(key, ended, loaded, () -> store.drop(key, ended.timed(load)));
        }
    }

    /**
     * Applies the outcome, if the load is still attached. Even an unforeseen error yields a result: without one the waiters would wait,
     * and the key would have no further load, for ever.
     */
    private Loaded applied(CanonicalRequest key, Load load, LoadOutcome ended) {
        var loaded = new AtomicReference<@Nullable Loaded>();
        try {
            outcomes.judge(key, load, ended, this::isUnderWay);
            running.computeIfPresent(key, (k, current) -> {
                if (!current.equals(load)) {
                    return current;
                }
                if (!load.standing().isRefused() && !ended.isLate()) {
                    loaded.set(outcomes.apply(key, load, ended));
                }
                return null;
            });
            Loaded applied = loaded.get();
            return applied == null ? outcomes.detached(key, ended.timed(load), ended.outcome()) : applied;
        } catch (RuntimeException | Error e) {
            LOG.error("The outcome of a load could not be stored.", e);
            running.remove(key, load);
            return new Loaded(null, Failure.of(FailureKind.INTERNAL), 0, Loaded.Fate.NOT_STORED, false);
        }
    }

    static Mono<Outcome> unforeseen(Throwable thrown) {
        LOG.error("A load failed in an unforeseen way.", thrown);
        return Mono.just(new Outcome.Failed(Failure.of(FailureKind.INTERNAL)));
    }

    /**
     * A load that a caller waits for.
     *
     * @param load completes with the result, never with an error
     * @param collapsed whether another request had started it (RFC 9211 section 2.6)
     */
    record Joined(CompletableFuture<Loaded> load, boolean collapsed) {

        /** The result. Cancelling the subscription leaves the load running. */
        Mono<Loaded> result() {
            return Mono.fromFuture(load, true);
        }
    }
}
