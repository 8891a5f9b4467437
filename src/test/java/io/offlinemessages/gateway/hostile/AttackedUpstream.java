package io.offlinemessages.gateway.hostile;

import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** An upstream that has long messages, and is late with some. Pages have the sizes of the details with the same number. */
final class AttackedUpstream implements AutoCloseable {

    /** An id whose message has 60 KB. */
    static final long LONG = 60;

    /** An id whose message has 2 KB, as all have that are not named here. */
    static final long SHORT = 2;

    /** From this id on messages are nearly as long as the gateway accepts. */
    static final long LONGEST = 2_000_000;

    /** From this id on they are as long, and of each there is only the first half until {@link #goOn()}. */
    static final long HALF = 3_000_000;

    /** An id without an answer until {@link #goOn()}. */
    static final long WAITING = 4_000_000;

    private final CountDownLatch goingOn = new CountDownLatch(1);
    private final Origin origin = Origin.forgetful(this::serve);

    URI url() {
        return origin.url();
    }

    /** Sends all that is still due. */
    void goOn() {
        goingOn.countDown();
    }

    private void serve(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            String target = request.target();
            String last = target.substring(Math.max(target.lastIndexOf('/'), target.lastIndexOf('=')) + 1);
            long number = last.isEmpty() ? 1 : Long.parseLong(last);
            boolean isPage = last.isEmpty() || target.contains("=");
            byte[] answer = Origin.json(200, isPage ? "[" + message(number) + "]" : message(number));
            int atOnce = number < HALF ? answer.length : number < WAITING ? answer.length / 2 : 0;
            connection.write(Arrays.copyOf(answer, atOnce));
            if (atOnce < answer.length) {
                awaitGoingOn();
                connection.write(Arrays.copyOfRange(answer, atOnce, answer.length));
            }
        }
    }

    private void awaitGoingOn() throws IOException {
        try {
            goingOn.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String message(long id) {
        int length = id >= LONGEST && id < WAITING ? 2_000_000 : id == LONG ? 60_000 : 2_000;
        return "{\"offline_message_id\":%d,\"message\":\"%s\"}".formatted(id, "x".repeat(length));
    }

    @Override
    public void close() {
        goOn();
        origin.close();
    }
}
