package io.offlinemessages.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * The state of the request that is under way on one connection; there is at most one at a time. The connection's
 * handlers share it, and only its event loop uses it.
 *
 * <p>A request is <em>due</em> from its head until the last byte of its final response is written. The <em>last</em>
 * request is the one whose response closes the connection; no octet behind it is read.
 */
final class Exchange {

    private final int mostRequests;
    private int requests;
    private boolean due;
    private boolean last;
    private @Nullable String id;

    /**
     * The state of a new connection.
     *
     * @param mostRequests the number of requests after which the connection closes; -1 for no limit
     */
    Exchange(int mostRequests) {
        this.mostRequests = mostRequests;
    }

    /** Notes that a request with this id has arrived. */
    void begin(String requestId) {
        due = true;
        id = requestId;
        requests++;
        last |= requests == mostRequests;
    }

    /** Notes that the final response has been written. */
    void end() {
        due = false;
        id = null;
    }

    /** Notes in one step that a request has arrived and that its final response has been written. */
    void answered() {
        requests++;
    }

    /** Whether the response to the next request closes the connection. */
    boolean isNextLast() {
        return last || requests + 1 == mostRequests;
    }

    /** Makes the due response, or else the next one, close the connection. */
    void close() {
        last = true;
    }

    boolean isDue() {
        return due;
    }

    boolean isLast() {
        return last;
    }

    /** The id of the request that is due; null if none is due. */
    @Nullable
    String id() {
        return id;
    }
}
