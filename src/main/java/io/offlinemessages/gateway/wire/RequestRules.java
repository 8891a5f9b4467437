package io.offlinemessages.gateway.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of RFC 9112 for a whole request that Netty's codec does not check. */
final class RequestRules {

    private RequestRules() {}

    /**
     * The rule that the request breaks; null if it breaks none. A request that breaks one is answered with 400 and is
     * the last of its connection.
     */
    static @Nullable String violation(HttpRequest request) {
        if (!isHttp1(request)) {
            return "not HTTP/1.0 or HTTP/1.1";
        }
        if (HttpHeaderValidationUtil.validateToken(request.method().name()) >= 0) {
            return "no method";
        }
        if (!hasOneHost(request)) {
            return "not exactly one valid Host";
        }
        if (!hasSureLength(request)) {
            return "content of unsure length";
        }
        return isTarget(request.method(), request.uri()) ? null : "no form of a target";
    }

    private static boolean isHttp1(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    /** Section 3.2: a request of HTTP/1.1 has exactly one valid {@code Host}, one of HTTP/1.0 at most one. */
    private static boolean hasOneHost(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        return hosts.isEmpty()
                ? request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                : hosts.size() == 1 && Authority.isValid(hosts.get(0));
    }

    /**
     * Section 6.3: {@code chunked} is the only transfer coding. The codec checks that {@code chunked} comes last, in
     * HTTP/1.1 and without a {@code Content-Length}.
     */
    private static boolean hasSureLength(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            // For this field, of a WebSocket draft that never became an RFC, the codec would read eight octets of
            // content.
            return !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1);
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
    }

    /** Section 3.2: each of the four forms of a target belongs to certain methods. */
    private static boolean isTarget(HttpMethod method, String target) {
        if (method.equals(HttpMethod.CONNECT)) {
            return Authority.isValid(target);
        }
        return target.startsWith("/")
                || (target.equals("*") && method.equals(HttpMethod.OPTIONS))
                || AbsoluteForm.parse(target) != null;
    }
}
