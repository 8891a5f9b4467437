package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.shared.Notice;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules by which outcomes of loads change stored answers. */
final class OutcomeRules {

    private final AnswerStore store;
    private final FreshnessRules rules;
    private final @Nullable ListedDetails listed;
    private final @Nullable SharedLoads shared;
    private final Ticker ticker;

    /**
     * @param listed compares pages with details; null where {@code gateway.cache.list.outdates-details} is off
     * @param shared tells other replicas; null where replicas share nothing
     */
    OutcomeRules(
            AnswerStore store,
            FreshnessRules rules,
            @Nullable ListedDetails listed,
            @Nullable SharedLoads shared,
            Ticker ticker) {
        this.store = store;
        this.rules = rules;
        this.listed = listed;
        this.shared = shared;
        this.ticker = ticker;
    }

    /**
     * Applies the consequences of an outcome for other answers, before any caller gets it: compares a page with details, and tells
     * other replicas of the page, and of a 403 that ends their answers.
     *
     * @param isLoading whether a load of a detail is under way
     */
    void judge(CanonicalRequest key, Load load, LoadOutcome ended, Predicate<CanonicalRequest> isLoading) {
        LoadOutcome.Copy copy = ended.copy();
        if (copy != null) {
            compare(key, copy.source().of(load), copy.outcome(), isLoading);
        }
        compare(key, ended.timed(load), ended.outcome(), isLoading);
        if (isForbidden(ended.outcome()) && (copy != null || store.peek(key) != null)) {
            tell(new Notice.OfAnswer(key, false));
        }
    }

    private void compare(CanonicalRequest key, Load load, Outcome outcome, Predicate<CanonicalRequest> isLoading) {
        if (listed == null || key.route() != Route.LIST || !(outcome instanceof Outcome.Found page)) {
            return;
        }
        compare(key.account(), listed.rows(load, page), isLoading);
        if (shared != null && !load.isElsewhere()) {
            shared.tell(key, load, page);
        }
    }

    /** Compares the rows of a page with the details here, and tells other replicas which of them are outdated. */
    void compare(Account account, List<ShownRow> rows, Predicate<CanonicalRequest> isLoading) {
        if (listed != null) {
            listed.compare(account, rows, store, isLoading).forEach(detail -> tell(new Notice.OfAnswer(detail, true)));
        }
    }

    /** Tells all other replicas where there are any; returns at once. */
    void tell(Notice notice) {
        if (shared != null) {
            shared.tell(notice);
        }
    }

    /** Whether the outcome is a 403: it ends the answers that other replicas have stored, and is itself stored by none. */
    private static boolean isForbidden(Outcome outcome) {
        Failure failure = outcome.failure();
        return failure != null
                && outcome.supersedes()
                && (failure.kind() == FailureKind.DETAIL_FORBIDDEN || failure.kind() == FailureKind.LIST_FORBIDDEN);
    }

    /** Applies another replica's copy first, where there is one, then the newer outcome. */
    Loaded apply(CanonicalRequest key, Load load, LoadOutcome ended) {
        LoadOutcome.Copy copy = ended.copy();
        if (copy != null) {
            apply(key, copy.source().of(load), copy.outcome());
        }
        return apply(key, ended.timed(load), ended.outcome());
    }

    /** Stores, replaces, keeps or drops the entry as the outcome requires. */
    Loaded apply(CanonicalRequest key, Load load, Outcome outcome) {
        Representation representation = Representation.of(outcome);
        StoredAnswer candidate = candidate(key, load, outcome, representation);
        var isStored = new AtomicBoolean();
        StoredAnswer entry = store.compute(key, stored -> {
            if (stored != null && load.isElsewhere() && stored.isNoOlderThan(load.began(), load.startedAt())) {
                return stored;
            }
            Failure failure = outcome.failure();
            if (stored != null && failure != null && !outcome.supersedes()) {
                return afterFailure(stored, failure);
            }
            // A newer answer ends the older one even where it is not stored itself (RFC 9111 section 4).
            StoredAnswer next = candidate == null ? null : compared(key, stored, candidate);
            isStored.set(next != null);
            return next;
        });
        var fate = isStored.get() ? Loaded.Fate.STORED : Loaded.Fate.NOT_STORED;
        return loaded(key, load, outcome, representation, fate, entry);
    }

    private @Nullable StoredAnswer candidate(
            CanonicalRequest key, Load load, Outcome outcome, @Nullable Representation representation) {
        long storedAt = load.storedAt(ticker);
        Lifetime lifetime = rules.lifetime(key.route(), outcome, load.startedAt(), storedAt);
        if (lifetime == null) {
            return null;
        }
        DetailState detail = key.route() == Route.DETAIL ? DetailState.of(load, outcome) : null;
        var candidate = StoredAnswer.of(representation, lifetime, load.standing(), detail, load.began());
        return load.isOutdated() ? candidate.outdated(storedAt) : candidate;
    }

    /** The result of a detached load, which stores nothing. */
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

    private @Nullable StoredAnswer compared(
            CanonicalRequest key, @Nullable StoredAnswer stored, StoredAnswer candidate) {
        return listed != null && key instanceof DetailRequest detail
                ? listed.arrived(detail, stored, candidate)
                : candidate;
    }

    private StoredAnswer afterFailure(StoredAnswer stale, Failure failure) {
        long now = ticker.read();
        boolean documented = failure.kind().fault() == Fault.CALLER;
        // A stale copy does not stand in for a documented error; such an error only makes refreshes rarer.
        boolean backsOff = documented
                ? stale.lifetime().at(now) == Freshness.STALE_WHILE_REVALIDATE
                : failure.kind().yieldsToStale();
        if (!backsOff) {
            return stale;
        }
        Duration asked = failure.retryAfter();
        return stale.backedOff(rules.retryAt(stale.failures(), asked == null ? Duration.ZERO : asked, now));
    }
}
