package io.offlinemessages.gateway.hitlane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainReadsTest {

    private static final String PLAIN = "GET /api/offlinemessages/744 HTTP/1.1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Any: field",
                "Content-Length: 0",
                "Connection: keep-alive",
                "Connection: close",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
                "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13",
                "Upgrade: h2c",
                "Connection: keep-alive\r\nConnection: TE\r\nTE: trailers",
                "Range: bytes=0-1",
                "Cache-Control: no-cache\r\nPragma: no-cache",
                "If-None-Match: \"a\""
            })
    void a_read_is_plain_with(String fields) {
        assertThat(PlainReads.includes(request(PLAIN, fields))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1",
                "Content-Length: 00",
                "Transfer-Encoding: chunked",
                "Expect: 100-continue",
                "Connection: Authorization",
                "Connection: keep-alive\r\nConnection: Authorization",
                "Connection: keep-alive, X-Forwarded-For"
            })
    void a_read_is_not_plain_with(String fields) {
        assertThat(PlainReads.includes(request(PLAIN, fields))).isFalse();
    }

    @Test
    void head_is_plain() {
        assertThat(PlainReads.includes(request(PLAIN.replace("GET", "HEAD"), "X-Any: field")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/offlinemessages/744 HTTP/1.1",
                "get /api/offlinemessages/744 HTTP/1.1",
                "GET /api/offlinemessages/744 HTTP/1.0",
                "GET http://gateway/api/offlinemessages/744 HTTP/1.1",
                "GET //api/offlinemessages/744 HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET /api/offlinemessages/744"
            })
    void these_requests_are_not_plain(String line) {
        assertThat(PlainReads.includes(request(line, "X-Any: field"))).isFalse();
    }

    private static HttpRequest request(String line, String fields) {
        var channel = new EmbeddedChannel(new HttpServerCodec());
        channel.writeInbound(Unpooled.copiedBuffer(
                line + "\r\nHost: gateway\r\n" + fields + "\r\n\r\n", StandardCharsets.ISO_8859_1));
        HttpRequest request = channel.readInbound();
        channel.finishAndReleaseAll();
        return request;
    }
}
