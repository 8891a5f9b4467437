package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.shared.SharedAnswers;
import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedAnswers.Note;
import io.offlinemessages.gateway.shared.SharedAnswers.Stored;
import io.offlinemessages.gateway.shared.SharedEvictions;
import io.offlinemessages.gateway.shared.SharedPages;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The loads over all replicas: for each key one replica at a time calls the upstream, and the others use its outcome. */
final class SharedLoads {

    /*
     * Mechanism:
     *  - A load claims its key by one script (claim.lua). The server replies with an answer that is fresh and newer than the replica's
     *    own, with a lease, with "another replica is loading", or with the note that the last load left.
     *  - The holder of the lease calls the upstream. When its outcome is applied here, it stores the answer, which takes the lease
     *    (store.lua), or releases the lease with a note that says why there is no answer (LoadNote, release.lua).
     *  - A waiting replica polls (look.lua). It takes the awaited answer fresh or not, so that pages with a ttl of 0s share loads, too.
     *    Where the lease is gone without an answer, it claims again.
     *  - Each replica applies its own times to an answer, because the times of two replicas differ during a rollout. An answer that is
     *    too old by them is kept as a copy, which serves in place of an error, and the load claims anything newer.
     *
     * Invariants:
     *  - A key has at most one valid lease. It runs for the longest time that a load may take; so when a holder dies, its lease ends
     *    before a load that began later gives up waiting.
     *  - A store needs the lease. Eviction marks and deleted leases make it fail for a load that began before the eviction; the replica
     *    then drops its own entry, too (Stored.ENDED). Its waiters have been answered by then.
     *  - A load takes only answers whose load began after that of its own answer, by the server's clock. After an unusable answer it
     *    claims one with a later beginning, and each claim spends its SharedTime; so claims come to an end.
     *  - The times of another replica's load, on this replica's ticker, are bounds: startedAt is not later than its beginning, and
     *    startedAt + took + doubt is not earlier than its end.
     *  - A request waits for the server's replies for gateway.shared.timeout in sum (SharedTime). When that is used up, or the link is
     *    lost, the replica calls the upstream by itself.
     *
     * Source: the leases of "Scaling Memcache at Facebook" (NSDI 2013): one client gets a token and loads, the others wait and ask
     * again, a deletion invalidates the token. The decision and its figures: src/docs/decisions/shared-on-redis.md.
     */

    private static final Logger LOG = LoggerFactory.getLogger(SharedLoads.class);

    private final Parts parts;
    private final long maxBody;

    /**
     * @param maxBody the largest body that is shared, in bytes
     */
    SharedLoads(Parts parts, long maxBody) {
        this.parts = parts;
        this.maxBody = maxBody;
    }

    /**
     * The collaborators of each load.
     *
     * @param times gives the time that a new load may wait for the server's replies
     * @param longest the longest time that a load takes
     * @param pauses the scheduler of pauses between polls
     */
    record Parts(
            SharedAnswers answers,
            SharedEvictions evictions,
            SharedPages pages,
            Supplier<SharedTime> times,
            FreshnessRules rules,
            Duration longest,
            Ticker ticker,
            Scheduler pauses) {

        /** Gives a lease back, so that the next replica that asks may load; returns at once. */
        void free(CanonicalRequest key, Lease lease) {
            release(key, lease, Note.NONE, false);
        }

        void release(CanonicalRequest key, Lease lease, Note note, boolean ends) {
            goOn(Mono.defer(() -> answers.release(key, lease, note, ends, times.get())));
        }
    }

    /**
     * Loads the key.
     *
     * @param own this replica's own answer; null for none
     * @param context has the rest of the time for the server, where its waiters have waited before
     * @param call this replica's own call of the upstream, within the rest of that time
     */
    Mono<LoadOutcome> load(
            CanonicalRequest key,
            @Nullable StoredAnswer own,
            CallContext context,
            Function<SharedTime, Mono<Outcome>> call) {
        return Mono.defer(() -> {
            SharedTime left = context.time() == null ? parts.times().get() : context.time();
            SharedTime time = left.below(context.span());
            return new SharedLoad(parts, key, own, () -> call.apply(time), time).run();
        });
    }

    /**
     * Ends a load whose outcome has been applied: stores the answer for all replicas, or releases the lease with the reason why there
     * is none. Returns at once.
     *
     * @param isVoid runs if an eviction came between the load's beginning and its end, so that the answer must not be used further
     */
    void end(CanonicalRequest key, LoadOutcome ended, Loaded loaded, Runnable isVoid) {
        Lease lease = ended.lease();
        if (lease == null) {
            return;
        }
        StoredAnswer entry = loaded.entry();
        if (loaded.stored() && entry != null && isShared(ended.outcome())) {
            goOn(Mono.defer(() -> store(key, ended, lease, entry)).doOnNext(stored -> {
                if (stored == Stored.ENDED) {
                    isVoid.run();
                }
            }));
        } else if (loaded.fate() == Loaded.Fate.DETACHED) {
            parts.free(key, lease);
        } else {
            // An answer that a page has contradicted meanwhile is for the waiters of this replica alone.
            Note note = loaded.isOvertaken() ? Note.NONE : LoadNote.of(ended.outcome());
            parts.release(key, lease, note, ended.outcome().supersedes());
        }
    }

    /** Evicts in all replicas; false where the link is lost, and they hear of it when it is back. */
    Mono<Boolean> evict(Notice notice) {
        return Mono.defer(() -> parts.evictions().evict(notice, parts.times().get()));
    }

    /** Evicts in all replicas; returns at once. */
    void tell(Notice notice) {
        goOn(evict(notice));
    }

    /** Tells all replicas of a page that this one has loaded; returns at once. */
    void tell(CanonicalRequest key, Load load, Outcome.Found page) {
        goOn(Mono.defer(() -> {
            long took = parts.ticker().read() - load.startedAt();
            return parts.pages()
                    .tell(PagesElsewhere.written(key, page, took), parts.times().get());
        }));
    }

    private boolean isShared(Outcome outcome) {
        return AnswerText.canTell(outcome)
                && !(outcome instanceof Outcome.Found found && found.body().length > maxBody);
    }

    private Mono<Stored> store(CanonicalRequest key, LoadOutcome ended, Lease lease, StoredAnswer entry) {
        Lifetime lifetime = entry.lifetime();
        LoadOutcome.Source source = ended.source();
        long took = source == null ? 0 : lifetime.storedAt() - source.startedAt();
        var text = new AnswerText(ended.outcome(), took, entry.isOutdated());
        return parts.answers()
                .store(
                        key,
                        lease,
                        Duration.ofNanos(took + lifetime.freshFor()),
                        Duration.ofNanos(took + lifetime.keptFor()),
                        text.write(),
                        parts.times().get());
    }

    private static void goOn(Mono<?> step) {
        step.subscribe(done -> {}, thrown -> LOG.error("An answer could not be shared.", thrown));
    }
}
