package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The upstream's answers: good ones, but for the numbers that have a script of their own. */
final class FaultyAnswers {

    private final Map<Long, Asked.Script> scripts = new ConcurrentHashMap<>();
    private final Map<Long, Integer> calls = new ConcurrentHashMap<>();
    private volatile String subject = "stored";

    /** Serves the requests of one connection. */
    void serve(Origin.Connection connection) throws IOException {
        boolean used = false;
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            Asked asked = Asked.of(connection, request);
            Asked.Script script = scripts.getOrDefault(asked.number(), this::good);
            // What a used connection loses comes once more, on a new one.
            if (!(used && script.isLoss())) {
                calls.merge(asked.number(), 1, Integer::sum);
            }
            script.answer(asked);
            used = true;
        }
    }

    private void good(Asked asked) throws IOException {
        asked.sendJson(Asked.json(asked.route(), asked.number(), subject));
    }

    /** Has new messages from now on. */
    void change() {
        subject = "new";
    }

    /** Answers requests for the number by the script. */
    void script(long number, Asked.Script script) {
        scripts.put(number, script);
    }

    /** Gives good answers from now on. */
    void heal() {
        scripts.clear();
    }

    /** How many requests for the number have come; one that a used connection lost, and the next, count as one. */
    int calls(long number) {
        return calls.getOrDefault(number, 0);
    }
}
