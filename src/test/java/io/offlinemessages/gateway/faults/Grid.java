package io.offlinemessages.gateway.faults;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.offlinemessages.gateway.contract.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What came back in each cell, for people to read: a row for each fault, a column for each state. */
final class Grid {

    private static final Path FILE = Path.of("target", "fault-matrix.txt");

    private static final String LEGEND = """
            What callers get (status) while something is wrong upstream: by what they ask for, what was stored before, and the
            state of the circuit.

                h  a fresh copy              s  a stale copy, in the place of an error
                r  with Retry-After          !  not what the contract says

            """;

    private static final int NAME_WIDTH = 42;
    private static final int WIDTH = 7;

    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /** An empty one, with the rows in this order. */
    Grid(List<? extends Fault<?>> answers, List<? extends Fault<?>> outages) {
        answers.forEach(fault -> rows.put(fault.name(), new HashMap<>()));
        outages.forEach(fault -> rows.put(fault.name(), new HashMap<>()));
    }

    synchronized void put(Cell<?> cell, String answer) {
        Objects.requireNonNull(rows.get(cell.fault().name()))
                .put(column(cell.route(), cell.stored(), cell.circuit()), answer);
    }

    void write() throws IOException {
        var text = new StringBuilder(LEGEND);
        line(text, "", (route, stored, circuit) -> isFirst(circuit) && stored == Stored.NOTHING ? route.id() : "");
        line(text, "", (route, stored, circuit) -> isFirst(circuit) ? word(stored) : "");
        line(text, "", (route, stored, circuit) -> word(circuit));
        rows.forEach((name, row) ->
                line(text, name, (route, stored, circuit) -> row.getOrDefault(column(route, stored, circuit), "")));
        Files.writeString(FILE, text);
    }

    private static void line(StringBuilder text, String name, Column column) {
        var line = new StringBuilder(padded(name, NAME_WIDTH));
        for (Route route : Route.values()) {
            for (Stored stored : Stored.values()) {
                for (CircuitBreaker.State circuit : Cell.CIRCUITS) {
                    line.append(padded(column.of(route, stored, circuit), WIDTH));
                }
            }
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String column(Route route, Stored stored, CircuitBreaker.State circuit) {
        return route.id() + " " + stored + " " + circuit;
    }

    private static boolean isFirst(CircuitBreaker.State circuit) {
        return circuit == Cell.CIRCUITS.get(0);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).split("_", 2)[0];
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private interface Column {
        String of(Route route, Stored stored, CircuitBreaker.State circuit);
    }
}
