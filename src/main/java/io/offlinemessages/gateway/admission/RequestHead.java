package io.offlinemessages.gateway.admission;

import java.util.List;

/**
 * The part of a request that admission reads; its credentials are never printed.
 *
 * @param method the method token, such as {@code GET}
 * @param target the resource that the request target names
 * @param authorization the values of all {@code Authorization} fields
 * @param accept the values of all {@code Accept} fields
 * @param contentLength the announced length of the request content in octets; 0 if none is announced
 */
public record RequestHead(
        String method, Target target, List<String> authorization, List<String> accept, long contentLength) {

    /** The most octets of request content that are read and ignored; content has no meaning here. */
    private static final long MOST_CONTENT = 64 * 1024;

    /**
     * Whether the request announces more content than is worth reading to its end. It is then refused, and its
     * connection closed.
     */
    public boolean announcesTooMuchContent() {
        return contentLength > MOST_CONTENT;
    }

    @Override
    public String toString() {
        return "RequestHead[" + method + " " + target + "]";
    }
}
