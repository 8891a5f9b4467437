package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedConnectionTest {

    private final Wire wire = new Wire(Wire.Connections.ONE_TOO_MANY, -1, new ChannelInboundHandlerAdapter());

    @AfterEach
    void release() {
        wire.close();
    }

    @Test
    void nothing_is_written_before_a_request_has_arrived() {
        wire.read("GET / HTTP/1.1\r\nHost");
        assertThat(wire.isOpen()).isTrue();
        assertThat(wire.written()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "NONSENSE\r\n\r\n"
            })
    void the_first_request_gets_503_with_retry_after_and_the_connection_closes(String request) {
        wire.read(request);
        assertThat(wire.written())
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("retry-after: 1\r\n", "connection: close\r\n", "content-type: application/json\r\n")
                .contains("X-Request-Id: ")
                .endsWith("{\"error\":[{\"code\":503,\"message\":\"The service is temporarily unavailable. Please try"
                        + " again later.\"}]}")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.requests()).isEmpty();
        assertThat(wire.ended("connections")).isOne();
    }

    @Test
    void a_connection_far_over_the_limit_is_closed_at_once() {
        try (var far = new Wire(Wire.Connections.FAR_TOO_MANY, -1, new ChannelInboundHandlerAdapter())) {
            assertThat(far.isOpen()).isFalse();
            assertThat(far.ended("connections")).isOne();
        }
    }
}
