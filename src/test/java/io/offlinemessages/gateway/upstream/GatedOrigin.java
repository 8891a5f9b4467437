package io.offlinemessages.gateway.upstream;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/** An origin that answers each call only when the test says so. */
public final class GatedOrigin implements AutoCloseable {

    private final BlockingQueue<Call> waiting = new LinkedTransferQueue<>();
    private final Origin origin = new Origin(connection -> {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            var call = new Call(request, connection);
            waiting.add(call);
            call.awaitAnswer();
        }
    });

    public URI url() {
        return origin.url();
    }

    /** How many calls have arrived. */
    public int calls() {
        return origin.requests().size();
    }

    /** The next call, which has arrived or is about to. */
    public Call next() {
        try {
            Call call = waiting.poll(10, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("no call arrived");
            }
            return call;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        origin.close();
    }

    /** A call that waits for its answer. */
    public static final class Call {

        private final Origin.Request request;
        private final Origin.Connection connection;
        private final CountDownLatch answered = new CountDownLatch(1);

        Call(Origin.Request request, Origin.Connection connection) {
            this.request = request;
            this.connection = connection;
        }

        public Origin.Request request() {
            return request;
        }

        public void answer(byte[] whole) {
            try {
                connection.write(whole);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            answered.countDown();
        }

        private void awaitAnswer() throws IOException {
            try {
                if (!answered.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("never answered");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
