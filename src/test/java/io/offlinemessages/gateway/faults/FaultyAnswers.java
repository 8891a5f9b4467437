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
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            Asked asked = Asked.of(connection, request);
            calls.merge(asked.number(), 1, Integer::sum);
            scripts.getOrDefault(asked.number(), this::good).answer(asked);
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

    /** How many requests for the number have come. */
    int calls(long number) {
        return calls.getOrDefault(number, 0);
    }
}
