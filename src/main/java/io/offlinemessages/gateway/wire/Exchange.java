package io.offlinemessages.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * What is under way on one connection: no more than one request at a time. Its handlers share it; only its event loop uses it.
 *
 * <p>A request is <em>due</em> from its head until the last byte of its final response is written. The <em>last</em> request is the
 * one whose response closes the connection; nothing is read after it.
 */
final class Exchange {

    private final int mostRequests;
    private int requests;
    private boolean due;
    private boolean last;
    private @Nullable String id;

    /** Nothing yet, on a connection that closes after so many requests; -1 for no limit. */
    Exchange(int mostRequests) {
        this.mostRequests = mostRequests;
    }

    /** A request has come, under this id. */
    void begin(String requestId) {
        due = true;
        id = requestId;
        requests++;
        last |= requests == mostRequests;
    }

    /** Its final response is written. */
    void end() {
        due = false;
        id = null;
    }

    /** A request has come and its final response is written, in one step. */
    void answered() {
        requests++;
    }

    /** Whether the response to the next request closes the connection. */
    boolean isNextLast() {
        return last || requests + 1 == mostRequests;
    }

    /** The response that is due, or the next one, closes the connection. */
    void close() {
        last = true;
    }

    boolean isDue() {
        return due;
    }

    boolean isLast() {
        return last;
    }

    /** The id of the request that is due. */
    @Nullable
    String id() {
        return id;
    }
}
