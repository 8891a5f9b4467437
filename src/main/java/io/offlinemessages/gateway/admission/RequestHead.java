package io.offlinemessages.gateway.admission;

import java.util.List;

/**
 * What admission looks at of a request; its credentials are never printed.
 *
 * @param method the method token, such as {@code GET}
 * @param target what it points at
 * @param authorization the values of all {@code Authorization} fields
 * @param accept the values of all {@code Accept} fields
 * @param contentLength the announced length of the request content, 0 when none is announced
 */
public record RequestHead(
        String method, Target target, List<String> authorization, List<String> accept, long contentLength) {

    /** Request content means nothing here: up to this many bytes are read and ignored. */
    private static final long MOST_CONTENT = 64 * 1024;

    /** Whether more content is announced than is worth reading to its end; it is refused, and its connection closed. */
    public boolean announcesTooMuchContent() {
        return contentLength > MOST_CONTENT;
    }

    @Override
    public String toString() {
        return "RequestHead[" + method + " " + target + "]";
    }
}
