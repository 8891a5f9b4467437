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

/** The loads of all replicas, of which one at a time calls the upstream for a key; and what becomes of what they bring. */
final class SharedLoads {

    private static final Logger LOG = LoggerFactory.getLogger(SharedLoads.class);

    private final Parts parts;
    private final long maxBody;

    /**
     * Makes it.
     *
     * @param maxBody how many bytes the largest body has that is shared
     */
    SharedLoads(Parts parts, long maxBody) {
        this.parts = parts;
        this.maxBody = maxBody;
    }

    /**
     * What each load needs.
     *
     * @param times gives the time that a load may wait for the server's replies
     * @param longest how long a load takes at most
     * @param pauses where pauses between looks end
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

        /** Gives a lease back, so that the next who asks may load; waits for nobody. */
        void free(CanonicalRequest key, Lease lease) {
            release(key, lease, Note.NONE, false);
        }

        void release(CanonicalRequest key, Lease lease, Note note, boolean ends) {
            goOn(Mono.defer(() -> answers.release(key, lease, note, ends, times.get())));
        }
    }

    /**
     * Brings an answer to the key.
     *
     * @param context has what is left of the time, where those who wait have waited before
     * @param call the replica's own call, within what is left of the time that the load may wait for the server
     */
    Mono<Brought> load(
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
     * Ends a load whose outcome was applied: stores the answer for all replicas, or tells them why there is none. Waits for nobody.
     *
     * @param isVoid runs where an eviction came between the load's beginning and its end: the answer is to be used no more
     */
    void end(CanonicalRequest key, Brought brought, Loaded loaded, Runnable isVoid) {
        Lease lease = brought.lease();
        if (lease == null) {
            return;
        }
        StoredAnswer entry = loaded.entry();
        if (loaded.stored() && entry != null && isShared(brought.outcome())) {
            goOn(Mono.defer(() -> store(key, brought, lease, entry)).doOnNext(stored -> {
                if (stored == Stored.ENDED) {
                    isVoid.run();
                }
            }));
        } else if (loaded.fate() == Loaded.Fate.DETACHED) {
            parts.free(key, lease);
        } else {
            // What a page has contradicted meanwhile is nobody's but those who wait here.
            Note note = loaded.isOvertaken() ? Note.NONE : LoadNote.of(brought.outcome());
            parts.release(key, lease, note, brought.outcome().supersedes());
        }
    }

    /** Evicts in all replicas; false where the link is lost, and they hear of it when it is back. */
    Mono<Boolean> evict(Notice notice) {
        return Mono.defer(() -> parts.evictions().evict(notice, parts.times().get()));
    }

    /** The same, for which nobody waits. */
    void tell(Notice notice) {
        goOn(evict(notice));
    }

    /** Tells all replicas of a page that this one has loaded; waits for nobody. */
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

    private Mono<Stored> store(CanonicalRequest key, Brought brought, Lease lease, StoredAnswer entry) {
        Lifetime lifetime = entry.lifetime();
        Brought.Source source = brought.source();
        long took = source == null ? 0 : lifetime.storedAt() - source.startedAt();
        var text = new AnswerText(brought.outcome(), took, entry.isOutdated());
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
