package io.offlinemessages.gateway.hitlane;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that ask for nothing but a representation from those whose framing, connection or target is in any way special.
 * What it does not know is special.
 */
final class PlainReads {

    private static final CharSequence[] SPECIAL = {
        HttpHeaderNames.CONTENT_LENGTH,
        HttpHeaderNames.TRANSFER_ENCODING,
        HttpHeaderNames.EXPECT,
        HttpHeaderNames.RANGE,
        HttpHeaderNames.UPGRADE,
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
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        return (connection == null || HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection))
                && isHostAndPort(headers.get(HttpHeaderNames.HOST));
    }

    /** Whether the field is a name or IPv4 address, with a port of up to four digits or none: any server takes it. */
    private static boolean isHostAndPort(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        int colon = host.indexOf(':');
        int end = colon < 0 ? host.length() : colon;
        for (int i = 0; i < end; i++) {
            if (!isNameCharacter(host.charAt(i))) {
                return false;
            }
        }
        return end > 0 && (colon < 0 || isPort(host, colon + 1));
    }

    private static boolean isPort(String host, int start) {
        int digits = host.length() - start;
        for (int i = start; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return digits >= 1 && digits <= 4;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
    }
}
