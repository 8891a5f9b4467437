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
 * The loads under way, at most one for each key. A load belongs to no request: whoever waits for it may leave. It ends by
 * applying its outcome to the store and leaving this map in one step, so that whoever comes next finds either the load or its
 * result. An eviction detaches a load, as does a refusal of its account: it goes on for those who wait, but what it brings is not
 * stored, and whoever comes next starts another.
 */
final class AnswerLoads {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLoads.class);

    private final BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream;
    private final AnswerStore store;
    private final LoadOutcomes outcomes;
    private final @Nullable SharedLoads shared;
    private final Map<CanonicalRequest, Load> running = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param upstream one guarded call; an error is unforeseen
     * @param shared where the loads of other replicas are; null where there are none
     */
    AnswerLoads(
            BiFunction<CanonicalRequest, CallContext, Mono<Outcome>> upstream,
            AnswerStore store,
            LoadOutcomes outcomes,
            @Nullable SharedLoads shared) {
        this.upstream = upstream;
        this.store = store;
        this.outcomes = outcomes;
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

    /** The wanted keys that have a load or an entry. Loads before entries: one that ends between the two looks has become an entry. */
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
        outcomes.tell(new Notice.OfAccount(account));
        disown(account);
    }

    /** Ends the use of all that is stored here for the account, and detaches its loads. */
    void disown(Account account) {
        // The standing before the loads: one that begins in between belongs to the new standing, and is detached for
        // nothing.
        store.refuse(account);
        running.keySet().removeIf(key -> key.account().equals(account));
    }

    /** Compares the rows of another replica's page with the details here. */
    void compare(Account account, List<ShownRow> rows) {
        outcomes.compare(account, rows, this::isUnderWay);
    }

    private void start(CanonicalRequest key, CallContext context, Load load) {
        brought(key, context)
                .onErrorResume(thrown -> unforeseen(thrown).map(Brought::alone))
                .subscribe(brought -> finish(key, load, brought));
    }

    private Mono<Brought> brought(CanonicalRequest key, CallContext context) {
        return shared == null
                ? upstream.apply(key, context).map(Brought::alone)
                : shared.load(key, store.peek(key), context, time -> upstream.apply(key, context.within(time)));
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

    /** A load ends whatever happens: one that did not would leave its waiters waiting and its key without loads for ever. */
    private Loaded applied(CanonicalRequest key, Load load, Brought brought) {
        var loaded = new AtomicReference<@Nullable Loaded>();
        try {
            outcomes.judge(key, load, brought, this::isUnderWay);
            running.computeIfPresent(key, (k, current) -> {
                if (!current.equals(load)) {
                    return current;
                }
                if (!load.standing().isRefused() && !brought.isLate()) {
                    loaded.set(outcomes.apply(key, load, brought));
                }
                return null;
            });
            Loaded applied = loaded.get();
            return applied == null ? outcomes.detached(key, brought.timed(load), brought.outcome()) : applied;
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
