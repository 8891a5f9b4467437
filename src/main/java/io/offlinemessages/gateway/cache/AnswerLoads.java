package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The loads under way, at most one for each key. A load belongs to no request: whoever waits for it may leave. It ends by
 * applying its outcome to the store and leaving this map in one step, so that whoever comes next finds either the load or its
 * result. An eviction detaches a load, as does a refusal of its account: it goes on for those who wait, but what it brings is not
 * stored, and whoever comes next starts another.
 */
final class AnswerLoads {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLoads.class);

    private final BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream;
    private final AnswerStore store;
    private final @Nullable SharedLoads shared;
    private final Map<CanonicalRequest, Load> running = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param upstream one guarded call; an error is unforeseen
     */
    AnswerLoads(BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream, AnswerStore store) {
        this(upstream, store, null);
    }

    /**
     * Makes one.
     *
     * @param upstream one guarded call; an error is unforeseen
     * @param shared where the loads of other replicas are; null where there are none
     */
    AnswerLoads(
            BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream,
            AnswerStore store,
            @Nullable SharedLoads shared) {
        this.upstream = upstream;
        this.store = store;
        this.shared = shared;
    }

    /** Joins the load of the key, or starts it; null when its entry needs none, because another load has just ended. */
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

    /** How many loads are under way, without those that an eviction has detached. */
    int underWay() {
        return running.size();
    }

    /** Whether a load of the key is under way. */
    boolean isUnderWay(CanonicalRequest key) {
        return running.containsKey(key);
    }

    /** The keys whose loads are under way; may be looked at while they change. */
    Set<CanonicalRequest> keys() {
        return running.keySet();
    }

    /** Drops the key's entry and detaches its load, in one step; true when there was either. */
    boolean evict(CanonicalRequest key) {
        var found = new AtomicBoolean();
        running.compute(key, (k, load) -> {
            found.set(store.remove(key) || load != null);
            return null;
        });
        return found.get();
    }

    /** Evicts in all other replicas; null where there are none. */
    @Nullable
    Mono<Boolean> evictElsewhere(Notice notice) {
        return shared == null ? null : shared.evict(notice);
    }

    /** Makes the key's entry serve in the place of errors only, and detaches its load, in one step. */
    void outdate(CanonicalRequest key, Ticker ticker) {
        running.compute(key, (k, load) -> {
            store.change(key, stored -> stored.outdated(ticker.read()));
            return null;
        });
    }

    /** Ends the use of all that is stored for the account, in all replicas. */
    void refuse(Account account) {
        tell(new Notice.OfAccount(account));
        disown(account);
    }

    /** Ends the use of all that is stored here for the account, and detaches its loads. */
    void disown(Account account) {
        // The standing before the loads: one that begins in between belongs to the new standing, and is detached for
        // nothing.
        store.refuse(account);
        running.keySet().removeIf(key -> key.account().equals(account));
    }

    private void start(CanonicalRequest key, CallContext context, Load load) {
        brought(key, context)
                .onErrorResume(thrown -> unforeseen(thrown).map(Brought::alone))
                .subscribe(brought -> finish(key, load, brought));
    }

    private Mono<Brought> brought(CanonicalRequest key, CallContext context) {
        return shared == null
                ? upstream.apply(key, context).map(Brought::alone)
                : shared.load(key, store.peek(key), context.time(), time -> upstream.apply(key, context.within(time)));
    }

    private void finish(CanonicalRequest key, Load load, Brought brought) {
        if (brought.outcome() instanceof Outcome.AccountRefused) {
            refuse(key.account());
        }
        Loaded loaded = applied(key, load, brought).by(brought);
        // Outside of the map's lock, because whoever waits goes on in this very call.
        load.result().complete(loaded);
        if (shared != null) {
            shared.end(key, brought, loaded, () -> store.drop(key, brought.timed(load)));
        }
    }

    /** Whether it ends what any replica may have stored, and is stored by none. */
    private static boolean isForbidden(Outcome outcome) {
        Failure failure = outcome.failure();
        return failure != null
                && outcome.supersedes()
                && (failure.kind() == FailureKind.DETAIL_FORBIDDEN || failure.kind() == FailureKind.LIST_FORBIDDEN);
    }

    private void tell(Notice notice) {
        if (shared != null) {
            shared.tell(notice);
        }
    }

    /** Compares, if that is a page; tells other replicas of it, if they do not know it yet. */
    private void compare(CanonicalRequest key, Load load, Outcome outcome) {
        if (key.route() != Route.LIST || !(outcome instanceof Outcome.Found page)) {
            return;
        }
        List<ShownRow> rows = store.rows(load, page);
        compare(key.account(), rows);
        if (shared != null && !rows.isEmpty() && !load.isElsewhere()) {
            shared.tell(key, load, page);
        }
    }

    /** Compares the rows of a page with the details here, and tells other replicas which of them it outdates. */
    void compare(Account account, List<ShownRow> rows) {
        store.compare(account, rows, this::isUnderWay).forEach(detail -> tell(new Notice.OfAnswer(detail, true)));
    }

    /** A load ends whatever happens: one that did not would leave its waiters waiting and its key without loads for ever. */
    private Loaded applied(CanonicalRequest key, Load load, Brought brought) {
        var loaded = new AtomicReference<@Nullable Loaded>();
        try {
            Load timed = brought.timed(load);
            Outcome outcome = brought.outcome();
            Brought.Copy copy = brought.copy();
            if (copy != null) {
                compare(key, copy.source().of(load), copy.outcome());
            }
            compare(key, timed, outcome);
            if (isForbidden(outcome) && (copy != null || store.peek(key) != null)) {
                tell(new Notice.OfAnswer(key, false));
            }
            running.computeIfPresent(key, (k, current) -> {
                if (!current.equals(load)) {
                    return current;
                }
                if (!load.standing().isRefused() && !brought.isLate()) {
                    if (copy != null) {
                        store.apply(key, copy.source().of(load), copy.outcome());
                    }
                    loaded.set(store.apply(key, timed, outcome));
                }
                return null;
            });
            Loaded applied = loaded.get();
            return applied == null ? store.detached(key, timed, outcome) : applied;
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
     * A load under way.
     *
     * @param load completes with its result, never with an error
     * @param collapsed whether another request had started it
     */
    record Joined(CompletableFuture<Loaded> load, boolean collapsed) {

        /** Waits for the result; leaving does not cancel the load. */
        Mono<Loaded> result() {
            return Mono.fromFuture(load, true);
        }
    }
}
