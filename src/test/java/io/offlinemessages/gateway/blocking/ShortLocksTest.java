package io.offlinemessages.gateway.blocking;

import static io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType.TIME_BASED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.github.resilience4j.circuitbreaker.internal.SchedulerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class ShortLocksTest {

    /** Enough for event loops to meet at the lock many times. */
    private static final int CALLS = 400_000;

    private final AtomicLong minutes = new AtomicLong();

    /** By which a circuit has been open for long enough whenever it is asked. */
    private final InstantSource later = () -> Instant.EPOCH.plus(minutes.incrementAndGet(), ChronoUnit.MINUTES);

    @Test
    void event_loops_may_meet_where_a_closed_circuit_counts() {
        CircuitBreaker breaker = breaker(2 * CALLS);
        onEventLoops(() -> count(breaker));
    }

    @Test
    void event_loops_may_meet_where_a_half_open_circuit_counts() {
        CircuitBreaker breaker = breaker(2 * CALLS);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        onEventLoops(() -> count(breaker));
    }

    @Test
    void event_loops_may_meet_where_an_open_circuit_becomes_half_open() {
        CircuitBreaker breaker = breaker(1);
        onEventLoops(() -> {
            breaker.transitionToOpenState();
            breaker.tryAcquirePermission();
        });
    }

    @Test
    void event_loops_may_meet_the_thread_that_ends_the_open_and_the_half_open_state() {
        CircuitBreaker breaker = CircuitBreaker.of(
                "route",
                CircuitBreakerConfig.custom()
                        .minimumNumberOfCalls(1)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .waitDurationInOpenState(Duration.ofMillis(1))
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .maxWaitDurationInHalfOpenState(Duration.ofMillis(1))
                        .transitionToStateAfterWaitDuration(CircuitBreaker.State.CLOSED)
                        .build());
        onEventLoops(() -> {
            try {
                if (breaker.tryAcquirePermission()) {
                    breaker.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
                }
            } catch (IllegalStateTransitionException overtaken) {
                // Both states ended, after a millisecond each, between this call's look at the clock and its own
                // transition.
            }
        });
    }

    @Test
    void the_thread_that_ends_the_half_open_state_ends_with_the_process() {
        assertThat(SchedulerFactory.getInstance()
                        .getScheduler()
                        .submit(() -> Thread.currentThread().isDaemon()))
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(true);
    }

    private static void count(CircuitBreaker breaker) {
        breaker.onSuccess(1, TimeUnit.NANOSECONDS);
        breaker.getMetrics().getFailureRate();
    }

    private CircuitBreaker breaker(int calls) {
        return CircuitBreaker.of(
                "route",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(TIME_BASED)
                        .minimumNumberOfCalls(calls)
                        .permittedNumberOfCallsInHalfOpenState(calls)
                        .clock(later.withZone(ZoneOffset.UTC))
                        .build());
    }

    private static void onEventLoops(Runnable call) {
        Flux.range(0, CALLS)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .doOnNext(number -> call.run())
                .sequential()
                .blockLast();
    }
}
