package io.offlinemessages.gateway.blocking;

import static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType.TIME_BASED;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class ShortLocksTest {

    /** Enough for event loops to meet at the lock many times. */
    private static final int OUTCOMES = 400_000;

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "route",
            CircuitBreakerConfig.custom()
                    .slidingWindowType(TIME_BASED)
                    .minimumNumberOfCalls(2 * OUTCOMES)
                    .permittedNumberOfCallsInHalfOpenState(2 * OUTCOMES)
                    .build());

    @Test
    void event_loops_may_meet_where_a_closed_circuit_counts() {
        recordOnEventLoops();
    }

    @Test
    void event_loops_may_meet_where_a_half_open_circuit_counts() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        recordOnEventLoops();
    }

    private void recordOnEventLoops() {
        Flux.range(0, OUTCOMES)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(number -> {
                    breaker.onSuccess(number, TimeUnit.NANOSECONDS);
                    breaker.getMetrics().getFailureRate();
                })
                .sequential()
                .blockLast();
    }
}
