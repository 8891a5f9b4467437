package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedBudget.Spent;
import io.offlinemessages.gateway.shared.SharedTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether a call may be made: by the door that a 429 has closed for its account, and by the budget. Where replicas share, the budget of
 * an account is that of all of them, and so is the door; the replica's own door stands before it, and in {@code forward} mode its own
 * budget of all accounts too.
 */
final class Quota {

    private final RateLimitGate gate;
    private final RequestBudget own;
    private final @Nullable Shared shared;

    /**
     * A quota of which nothing is spent.
     *
     * @param shared what replicas share; null where they do not
     */
    Quota(UpstreamProperties properties, @Nullable Shared shared, Ticker ticker) {
        boolean ofAll = shared != null && properties.credentials() == CredentialMode.SERVICE;
        this.gate = new RateLimitGate(ticker);
        this.own = new RequestBudget(ofAll ? 0 : properties.requestsPerMinute(), ticker);
        this.shared = shared;
    }

    /** The context with the time that its load may wait for the replicas' server; a load has one for all of its attempts. */
    CallContext timed(CallContext context) {
        return shared == null || context.time() != null
                ? context
                : context.within(shared.time().below(context.span()));
    }

    /** Spends one call of the account; ends when it may be made, or is {@link CallNotMade}, thrown or as an error. */
    Mono<Void> spend(Account account, @Nullable SharedTime time) {
        refuse(FailureKind.RATE_LIMITED, gate.closedFor(account));
        if (shared == null || time == null) {
            refuse(FailureKind.BUDGET_SPENT, own.spend());
            return Mono.empty();
        }
        refuse(FailureKind.BUDGET_SPENT, own.untilRoom());
        return shared.budget()
                .spend(account, time)
                .doOnNext(spent -> apply(account, spent))
                .then();
    }

    /** Closes the account's door, for all replicas without waiting for them. */
    void close(Account account, Duration wait) {
        gate.close(account, wait);
        if (shared != null) {
            var unused = shared.budget().close(account, wait, shared.time()).subscribe();
        }
    }

    /** How many calls the last 60 seconds hold; of several accounts with a budget each, those of the one with the most. */
    int used() {
        return shared == null
                ? own.used()
                : Math.max(own.used(), shared.budget().mostHeld());
    }

    private void apply(Account account, Spent spent) {
        if (spent instanceof Spent.Refused refused) {
            throw new CallNotMade(Failure.of(FailureKind.BUDGET_SPENT, refused.retryAfter()));
        }
        if (spent instanceof Spent.Closed closed) {
            gate.close(account, closed.retryAfter());
            throw new CallNotMade(Failure.of(FailureKind.RATE_LIMITED, closed.retryAfter()));
        }
        refuse(FailureKind.BUDGET_SPENT, own.spend());
    }

    private static void refuse(FailureKind kind, Duration wait) {
        if (!wait.isZero()) {
            throw new CallNotMade(Failure.of(kind, wait));
        }
    }
}
