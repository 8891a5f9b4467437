package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TooManyConnectionsTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), new TooManyConnections());

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void nothing_is_said_before_there_is_a_request() {
        read("GET / HTTP/1.1\r\nHost");
        assertThat(channel.isOpen()).isTrue();
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "NONSENSE\r\n\r\n"
            })
    void the_first_request_is_told_to_come_again_and_the_connection_is_closed(String request) {
        read(request);
        assertThat(written())
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("retry-after: 1\r\n", "connection: close\r\n", "content-type: application/json\r\n")
                .endsWith("{\"error\":[{\"code\":503,\"message\":\"The service is temporarily unavailable. Please try"
                        + " again later.\"}]}")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(channel.isOpen()).isFalse();
    }

    private void read(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
    }

    private String written() {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(ISO_8859_1));
            part.release();
        }
        return text.toString();
    }
}
