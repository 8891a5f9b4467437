package io.offlinemessages.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.RawResponse;
import io.offlinemessages.gateway.e2e.RunningGateway;
import io.offlinemessages.gateway.upstream.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** With one connection to the upstream and one probe of the circuit: what a fault leaves behind for whoever comes next. */
class NextRequestIT {

    /** Numbers from here on belong to no fault. */
    private static final long OTHERS = 1_000_000;

    private final FaultyAnswers answers = new FaultyAnswers();

    @Test
    void a_fault_is_one_requests_own_and_the_probe_tells_the_circuit_of_it() {
        var problems = new ArrayList<String>();
        try (var origin = new Origin(answers::serve);
                var gateway = new RunningGateway(
                        Matrix.gatewayProperties(origin.url().toString()),
                        "--resilience4j.circuitbreaker.configs.default.permitted-number-of-calls-in-half-open-state=1",
                        "--resilience4j.bulkhead.instances.upstream.max-concurrent-calls=1",
                        "--spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=1")) {
            for (Cell<Asked.Script> cell : cells()) {
                problems.addAll(problems(gateway, cell));
            }
        }
        assertThat(problems).isEmpty();
    }

    /** What ends at once, with nothing stored and the circuit half-open. */
    private static List<Cell<Asked.Script>> cells() {
        return Cell.product(RequestFaults.all()).stream()
                .filter(cell -> cell.stored() == Stored.NOTHING && cell.circuit() == CircuitBreaker.State.HALF_OPEN)
                .filter(cell -> !cell.fault().isSlow())
                .toList();
    }

    private List<String> problems(RunningGateway gateway, Cell<Asked.Script> cell) {
        var problems = new ArrayList<String>();
        CircuitBreaker breaker = gateway.context()
                .getBean(CircuitBreakerRegistry.class)
                .circuitBreaker(cell.route().id());
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        answers.script(cell.number(), cell.fault().cause());
        int probe = get(gateway, cell.route(), cell.number()).status();
        if (breaker.getState() != expected(cell)) {
            problems.add(cell + ": after " + probe + " the circuit is " + breaker.getState());
        }
        breaker.transitionToClosedState();
        gateway.ticker().advance(Objects.requireNonNullElse(cell.fault().retryAfter(), Duration.ZERO));
        long next = OTHERS + cell.number();
        RawResponse response = get(gateway, cell.route(), next);
        if (!response.text().equals(Asked.json(cell.route(), next, "stored"))) {
            problems.add(cell + ": after " + probe + " the next gets " + response.status() + " " + response.text());
        }
        return problems;
    }

    /** Only what speaks against the upstream's health opens the circuit again. */
    private static CircuitBreaker.State expected(Cell<?> cell) {
        return switch (cell.fault().on(cell.route())) {
            case NO_USABLE_ANSWER, NO_ANSWER_IN_TIME -> CircuitBreaker.State.OPEN;
            default -> CircuitBreaker.State.CLOSED;
        };
    }

    private static RawResponse get(RunningGateway gateway, Route route, long number) {
        return RawConnection.get(gateway.port(), Cell.target(route, number), "john");
    }
}
