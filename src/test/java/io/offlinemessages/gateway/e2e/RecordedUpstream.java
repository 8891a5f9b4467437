package io.offlinemessages.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The documented API with as many messages as anybody asks for. It records when it was called, and tells in each message how often. */
final class RecordedUpstream implements AutoCloseable {

    private static final String API = "/api/offlinemessages/";

    private final Origin origin = Origin.forgetful(this::serve);
    private final List<Call> calls = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean failing;

    URI url() {
        return origin.url();
    }

    /** Answers nobody until the latch is at zero. */
    void waitFor(CountDownLatch latch) {
        gate = latch;
    }

    /** Whether all answers are 500 from now on. */
    void fail(boolean fails) {
        failing = fails;
    }

    /** How often it was called. */
    synchronized int calls() {
        return calls.size();
    }

    /** How often it was called for the path, such as an id. */
    synchronized int calls(String last) {
        return (int) calls.stream()
                .filter(call -> call.target().endsWith('/' + last))
                .count();
    }

    /** The most calls in any time of that length. */
    synchronized int mostWithin(Duration length) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < calls.size(); last++) {
            while (calls.get(last).nanos() - calls.get(first).nanos() > length.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private synchronized void record(String target) {
        calls.add(new Call(target, System.nanoTime()));
    }

    private void serve(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            String target = request.target();
            record(target);
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.write(failing ? Origin.json(500, "{}") : Origin.json(200, body(target)));
        }
    }

    private String body(String target) {
        if (!target.startsWith(API) || target.equals(API)) {
            return new String(Samples.list(), UTF_8);
        }
        String id = target.substring(API.length());
        return message(id, calls(id));
    }

    /** The message as it was when it was asked for so often. */
    static String message(String id, int calls) {
        return "{\"offline_message_id\":%s,\"message\":\"%s after %d\",\"unread\":0}".formatted(id, id, calls);
    }

    private record Call(String target, long nanos) {}

    @Override
    public void close() {
        gate.countDown();
        origin.close();
    }
}
