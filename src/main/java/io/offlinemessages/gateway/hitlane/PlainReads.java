package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;

/**
 * The test for a plain read: a request for a representation, without any special framing, connection option or form of
 * target. A request that the test does not know is special.
 */
final class PlainReads {

    private PlainReads() {}

    /**
     * Whether the request is a {@code GET} or {@code HEAD} in HTTP/1.1 for a target in origin-form, without content,
     * {@code Expect} or special {@linkplain ConnectionOptions connection options}.
     */
    static boolean includes(HttpRequest request) {
        HttpMethod method = request.method();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.decoderResult().isSuccess()
                && isOriginForm(request.uri())
                && areUnremarkable(request.headers());
    }

    /**
     * A target that begins with two slashes is excluded: a parser of URI references takes the rest for an authority.
     */
    private static boolean isOriginForm(String target) {
        return target.startsWith("/") && !target.startsWith("//");
    }

    /**
     * {@code Upgrade} and {@code Range} are allowed, because WebFlux, too, gives the same answer with them as without.
     */
    private static boolean areUnremarkable(HttpHeaders headers) {
        return !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && announcesNoContent(headers)
                && hasPlainConnection(headers);
    }

    /** Some clients announce that there is no content, by a length of zero. */
    private static boolean announcesNoContent(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || length.equals("0");
    }

    /** Any other option may make a field hop-by-hop, even {@code Authorization} (RFC 9110 section 7.6.1). */
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
