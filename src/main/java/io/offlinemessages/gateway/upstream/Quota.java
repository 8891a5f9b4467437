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
 * The limits on calls to the upstream: the door that a 429 closes for its account, and the budget of calls. Where replicas share, both
 * belong to all of them. The replica's own door is asked first, and in {@code forward} mode also its own budget over all accounts.
 */
final class Quota {

    private final RateLimitGate gate;
    private final RequestBudget own;
    private final @Nullable Shared shared;

    /**
     * @param shared the state that replicas share; null where they share nothing
     */
    Quota(UpstreamProperties properties, @Nullable Shared shared, Ticker ticker) {
        boolean ofAll = shared != null && properties.credentials() == CredentialMode.SERVICE;
        this.gate = new RateLimitGate(ticker);
        this.own = new RequestBudget(ofAll ? 0 : properties.requestsPerMinute(), ticker);
        this.shared = shared;
    }

    /** The context with the time that its load may wait for the server of the replicas. All attempts of a load share one time. */
    CallContext timed(CallContext context) {
        return shared == null || context.time() != null
                ? context
                : context.within(shared.time().below(context.span()));
    }

    /** Spends one call of the account. Completes when the call may be made; otherwise throws or signals {@link CallNotMade}. */
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

    /** Closes the account's door. Other replicas are told without waiting for them. */
    void close(Account account, Duration wait) {
        gate.close(account, wait);
        if (shared != null) {
            var unused = shared.budget().close(account, wait, shared.time()).subscribe();
        }
    }

    /** The number of calls in the last 60 seconds; where accounts have a budget each, that of the account with the most. */
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
