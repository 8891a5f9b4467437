package io.offlinemessages.gateway.e2e;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What callers have asked and got, and what of that they should not have got. */
final class SoakTally {

    private static final int MOST_FAILURES = 100;

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    void count(String what, Object answer) {
        answers.computeIfAbsent(what + " → " + answer, key -> new LongAdder()).increment();
    }

    void fail(String failure) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
    }

    /** How many answers there were whose description matches. */
    long count(String pattern) {
        return answers.entrySet().stream()
                .filter(entry -> entry.getKey().matches(pattern))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** All counts, a line for each. */
    String table() {
        var text = new StringBuilder();
        new TreeMap<>(answers).forEach((what, times) -> text.append("| %s | %d |%n".formatted(what, times.sum())));
        return text.toString();
    }
}
