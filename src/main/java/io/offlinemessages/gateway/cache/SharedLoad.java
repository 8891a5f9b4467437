package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.SharedAnswers.Answer;
import io.offlinemessages.gateway.shared.SharedAnswers.Claim;
import io.offlinemessages.gateway.shared.SharedAnswers.Lease;
import io.offlinemessages.gateway.shared.SharedTime;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One shared load: it takes another replica's stored answer, waits for the replica that is loading it, or calls the upstream. Without a
 * reply from the server it calls the upstream as a lone gateway does. {@link SharedLoads} describes the protocol.
 */
final class SharedLoad {

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    /** The greatest error of an age by the server's clock: ages are whole milliseconds, and a moment may be two of them ahead. */
    private static final long INEXACT = 3 * MILLISECOND;

    private static final long SHORTEST_PAUSE = 25 * MILLISECOND;
    private static final long LONGEST_PAUSE = 200 * MILLISECOND;

    private final SharedLoads.Parts parts;
    private final CanonicalRequest key;
    private final @Nullable StoredAnswer own;
    private final Supplier<Mono<Outcome>> call;
    private final SharedTime time;
    private final long end;
    private LoadOutcome.@Nullable Copy copy;

    /**
     * @param own this replica's own answer, which serves at most in place of an error
     * @param call this replica's own call of the upstream
     */
    SharedLoad(
            SharedLoads.Parts parts,
            CanonicalRequest key,
            @Nullable StoredAnswer own,
            Supplier<Mono<Outcome>> call,
            SharedTime time) {
        this.parts = parts;
        this.key = key;
        this.own = own;
        this.call = call;
        this.time = time;
        // Every load that another replica began before now ends by then, as does the lease of a replica that has died.
        this.end = parts.ticker().read() + parts.longest().toNanos();
    }

    Mono<LoadOutcome> run() {
        return claim(own == null ? 0 : own.began());
    }

    /** Claims the answer, if its load began after {@code have}, or else the lease. */
    private Mono<LoadOutcome> claim(long have) {
        return Mono.defer(() -> {
            long sent = parts.ticker().read();
            return parts.answers()
                    .claim(key, have, parts.longest(), time)
                    .flatMap(claim -> claim instanceof Claim.Found found
                            ? found(found.answer(), sent, have, false)
                            : claimed(claim, sent, have));
        });
    }

    private Mono<LoadOutcome> claimed(Claim claim, long sent, long have) {
        if (claim instanceof Claim.Yours yours) {
            if (serves(yours.stale(), sent)) {
                parts.free(key, yours.lease());
                return served();
            }
            return load(new LoadOutcome.Source(sent, yours.lease().began(), null), yours.lease());
        }
        if (claim instanceof Claim.Loading loading) {
            return serves(loading.stale(), sent) ? served() : await(loading.began(), have, SHORTEST_PAUSE);
        }
        if (claim instanceof Claim.Denied denied) {
            Outcome outcome = LoadNote.denial(key, denied.note());
            return outcome == null ? claim(have) : Mono.just(denied(denied, outcome, sent));
        }
        if (claim instanceof Claim.Noted noted) {
            return serves(noted.stale(), sent) ? served() : noted(noted.note());
        }
        return claim == Claim.None.NOBODY ? claim(have) : alone();
    }

    /** Polls until the other replica's load ends, at most until {@link #end}. Pauses double from 25 to 200 ms. */
    private Mono<LoadOutcome> await(long began, long have, long pause) {
        long left = Math.max(0, end - parts.ticker().read());
        return Mono.delay(Duration.ofNanos(Math.min(pause, left)), parts.pauses())
                .flatMap(waited -> {
                    long sent = parts.ticker().read();
                    if (sent - end >= 0) {
                        return alone();
                    }
                    return parts.answers().look(key, began, have, time).flatMap(claim -> {
                        if (claim instanceof Claim.Found found) {
                            return found(found.answer(), sent, have, true);
                        }
                        return claim instanceof Claim.Loading
                                ? await(began, have, Math.min(2 * pause, LONGEST_PAUSE))
                                : claimed(claim, sent, have);
                    });
                });
    }

    /**
     * Serves the answer, if this replica's rules allow it; else claims anything newer. An awaited answer serves whether it is fresh or
     * not.
     */
    private Mono<LoadOutcome> found(Answer answer, long sent, long have, boolean awaited) {
        boolean serves = serves(answer, sent);
        boolean isCopy = copy != null && copy.source().began() == answer.began();
        return serves || (awaited && isCopy) ? served() : claim(Math.max(have, answer.began()));
    }

    /** Remembers a newer answer for stale-if-error; returns whether it may be served now, fresh or within stale-while-revalidate. */
    private boolean serves(@Nullable Answer stored, long sent) {
        LoadOutcome.Copy found = stored == null ? null : copy(stored, sent);
        if (found == null || !isNewer(found)) {
            return false;
        }
        copy = found;
        Freshness freshness = at(found);
        return freshness == Freshness.FRESH || freshness == Freshness.STALE_WHILE_REVALIDATE;
    }

    private Mono<LoadOutcome> served() {
        LoadOutcome.Copy served = copy;
        return served == null
                ? alone()
                : Mono.just(new LoadOutcome(served.outcome(), served.source(), null, null, true, time));
    }

    private Mono<LoadOutcome> noted(String note) {
        Outcome failed = LoadNote.read(note);
        return failed == null ? alone() : Mono.just(new LoadOutcome(failed, null, null, copy, true, time));
    }

    /** Dated by its load. The moment at which that load ended is unknown and may be as late as now. */
    private LoadOutcome denied(Claim.Denied denied, Outcome outcome, long sent) {
        long startedAt = sent - denied.age().toNanos() - INEXACT;
        var elsewhere = new Load.Elsewhere(0, parts.ticker().read() - startedAt, false);
        return new LoadOutcome(
                outcome, new LoadOutcome.Source(startedAt, denied.began(), elsewhere), null, null, true, time);
    }

    private Mono<LoadOutcome> alone() {
        return Mono.defer(() -> load(new LoadOutcome.Source(parts.ticker().read(), 0, null), null));
    }

    private Mono<LoadOutcome> load(LoadOutcome.Source source, @Nullable Lease lease) {
        return Mono.defer(call)
                .onErrorResume(AnswerLoads::unforeseen)
                .map(outcome -> new LoadOutcome(outcome, source, lease, copy, false, time));
    }

    /**
     * The answer with its times on this replica's ticker; null for a text of another version. Its load began between the sending and
     * the arrival of the server's reply, each less its age.
     */
    private LoadOutcome.@Nullable Copy copy(Answer answer, long sent) {
        AnswerText text = AnswerText.read(key, answer.text());
        if (text == null) {
            return null;
        }
        long startedAt = sent - answer.age().toNanos() - INEXACT;
        long doubt = parts.ticker().read() - sent + 2 * INEXACT;
        var elsewhere = new Load.Elsewhere(text.took(), doubt, text.isOutdated());
        return new LoadOutcome.Copy(text.outcome(), new LoadOutcome.Source(startedAt, answer.began(), elsewhere));
    }

    private boolean isNewer(LoadOutcome.Copy found) {
        LoadOutcome.Source source = found.source();
        return own == null || !own.isNoOlderThan(source.began(), source.startedAt());
    }

    private Freshness at(LoadOutcome.Copy found) {
        LoadOutcome.Source source = found.source();
        Lifetime lifetime = parts.rules().lifetime(key.route(), found.outcome(), source.startedAt(), source.storedAt());
        boolean isOutdated = source.elsewhere() != null && source.elsewhere().isOutdated();
        return lifetime == null || isOutdated
                ? Freshness.EXPIRED
                : lifetime.at(parts.ticker().read());
    }
}
