package io.offlinemessages.gateway.faults;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.offlinemessages.gateway.contract.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of the matrix.
 *
 * @param fault what is wrong
 * @param route what is asked for
 * @param stored what was stored before
 * @param circuit the breaker's state
 * @param number the page or the id, which no other cell has
 */
record Cell<C>(Fault<C> fault, Route route, Stored stored, CircuitBreaker.State circuit, long number) {

    static final List<CircuitBreaker.State> CIRCUITS =
            List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.HALF_OPEN, CircuitBreaker.State.OPEN);

    private static final long FIRST = 1_000;

    /** The product of the faults and all states. */
    static <C> List<Cell<C>> product(List<Fault<C>> faults) {
        var cells = new ArrayList<Cell<C>>();
        for (Fault<C> fault : faults) {
            for (Route route : Route.values()) {
                for (Stored stored : Stored.values()) {
                    for (CircuitBreaker.State circuit : CIRCUITS) {
                        cells.add(new Cell<>(fault, route, stored, circuit, FIRST + cells.size()));
                    }
                }
            }
        }
        return cells;
    }

    String target() {
        return target(route, number);
    }

    /** What asks for a page or for a message. */
    static String target(Route route, long number) {
        return "/api/offlinemessages/" + (route == Route.LIST ? "?page_no=" : "") + number;
    }

    boolean isOpen() {
        return circuit == CircuitBreaker.State.OPEN;
    }
}
