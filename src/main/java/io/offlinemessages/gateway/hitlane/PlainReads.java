package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;

/**
 * Tells requests that ask for nothing but a representation from those whose framing, connection or target is in any way special.
 * What it does not know is special.
 */
final class PlainReads {

    private PlainReads() {}

    /** Whether the request is a {@code GET} or {@code HEAD} of an origin-form target in HTTP/1.1 and nothing more; O(length). */
    static boolean includes(HttpRequest request) {
        HttpMethod method = request.method();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.decoderResult().isSuccess()
                && isOriginForm(request.uri())
                && areUnremarkable(request.headers());
    }

    /** Two slashes begin an authority, to those who parse the target as a reference. */
    private static boolean isOriginForm(String target) {
        return target.startsWith("/") && !target.startsWith("//");
    }

    /** With {@code Upgrade} and {@code Range} the answer is the same as without them, from WebFlux, too. */
    private static boolean areUnremarkable(HttpHeaders headers) {
        return !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && announcesNoContent(headers)
                && hasPlainConnection(headers);
    }

    /** Some clients say so, by a length of zero. */
    private static boolean announcesNoContent(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || length.equals("0");
    }

    /** Other options may name any field, {@code Authorization} among them, as one that is for this connection alone. */
    private static boolean hasPlainConnection(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.CONNECTION)) {
            return true;
        }
        for (Iterator<String> all = headers.valueStringIterator(HttpHeaderNames.CONNECTION); all.hasNext(); ) {
            if (!ConnectionOptions.arePlain(all.next())) {
                return false;
            }
        }
        return true;
    }
}
