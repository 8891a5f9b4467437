package io.offlinemessages.gateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.retry.Retry;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The circuit breaker, retry and bulkheads of one route, around calls whose failures are values:
 * {@code retry(breaker(bulkhead(shared bulkhead(call))))}.
 *
 * @param bulkhead bounds the concurrent calls of the route, so that it leaves room for the other one
 * @param shared bounds the concurrent calls of both routes
 */
record RouteGuard(CircuitBreaker breaker, Retry retry, Bulkhead bulkhead, Bulkhead shared) {

    private static final Logger LOG = LoggerFactory.getLogger(RouteGuard.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Runs the call, and repeats it where the retry asks for that and its wait ends before the deadline. Failures are values. */
    Mono<Outcome> run(Supplier<Mono<Outcome>> call, Deadline deadline) {
        return attempt(call, deadline, retry.asyncContext());
    }

    private Mono<Outcome> attempt(
            Supplier<Mono<Outcome>> call, Deadline deadline, Retry.AsyncContext<Outcome> attempts) {
        return guarded(call).flatMap(outcome -> {
            Failure failure = outcome.failure();
            if (failure == null) {
                attempts.onComplete();
                return Mono.just(outcome);
            }
            Duration wait = Duration.ofMillis(attempts.onError(new CallFailed(failure.kind())));
            if (wait.isNegative() || wait.compareTo(deadline.left()) >= 0) {
                return Mono.just(outcome);
            }
            return Mono.delay(wait).then(attempt(call, deadline, attempts));
        });
    }

    private Mono<Outcome> guarded(Supplier<Mono<Outcome>> call) {
        return Mono.defer(call)
                .transformDeferred(BulkheadOperator.of(shared))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(thrown -> Mono.just(new Outcome.Failed(refusal(thrown))));
    }

    private Failure refusal(Throwable thrown) {
        if (thrown instanceof CallNotMade notMade) {
            return notMade.failure();
        }
        if (thrown instanceof BulkheadFullException) {
            return Failure.of(FailureKind.BULKHEAD_FULL, SOON);
        }
        if (thrown instanceof CallNotPermittedException) {
            return Failure.of(
                    FailureKind.CIRCUIT_OPEN, breaker.getState() == CircuitBreaker.State.OPEN ? openFor() : SOON);
        }
        LOG.error("A call to the upstream failed in an unforeseen way.", thrown);
        return Failure.of(FailureKind.INTERNAL);
    }

    /** The configured time in the open state: the longest wait for the next permitted call. */
    private Duration openFor() {
        return Duration.ofMillis(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1));
    }
}
