package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Tells requests that ask for nothing but a representation from those whose framing, connection or target is in any way special.
 * What it does not know is special.
 */
final class PlainReads {

    private static final CharSequence[] SPECIAL = {
        HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.EXPECT, HttpHeaderNames.RANGE, HttpHeaderNames.UPGRADE,
    };

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

    private static boolean areUnremarkable(HttpHeaders headers) {
        for (CharSequence name : SPECIAL) {
            if (headers.contains(name)) {
                return false;
            }
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        // Some clients announce that there is no content.
        return (length == null || length.equals("0"))
                && (connection == null || HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection));
    }
}
