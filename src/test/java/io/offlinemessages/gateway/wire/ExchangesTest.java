package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangesTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

    private final Wire wire = new Wire();

    @AfterEach
    void release() {
        wire.close();
    }

    @Test
    void a_response_that_leaves_the_connection_open_says_for_how_long() {
        wire.read(Wire.WHOLE);
        wire.answer("ok");
        assertThat(wire.written()).contains("Connection: keep-alive\r\n", "Keep-Alive: timeout=75\r\n");
        assertThat(wire.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Wire.LAST,
                "GET /last HTTP/1.0\r\n\r\n",
                "GET /last HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n"
            })
    void only_the_response_to_the_last_request_closes_the_connection(String last) {
        wire.read(Wire.WHOLE + Wire.WHOLE + last + Wire.WHOLE);
        wire.answer("one");
        wire.answer("two");
        assertThat(wire.written()).doesNotContain("close");
        wire.requests();
        wire.answer("three");
        assertThat(wire.written()).contains("Connection: close\r\n").doesNotContain("keep-alive");
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.requests()).isEmpty();
    }

    @Test
    void a_malformed_request_is_answered_in_its_turn_and_is_the_last() {
        wire.read(Wire.WHOLE + "GET /last HTTP/1.1\r\nBad Name: x\r\n\r\n" + Wire.WHOLE);
        assertThat(wire.written()).isEmpty();
        wire.answer("one");
        assertThat(wire.written()).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 400 ", "\"code\":400");
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.requests()).containsExactly("GET /");
    }

    @Test
    void the_response_to_the_nth_request_closes_the_connection() {
        try (var three = new Wire(Wire.Connections.PLENTY, 3, new ChannelInboundHandlerAdapter())) {
            three.read(Wire.WHOLE.repeat(4));
            three.answer("one");
            three.answer("two");
            assertThat(three.isOpen()).isTrue();
            three.answer("three");
            assertThat(three.isOpen()).isFalse();
            assertThat(three.requests()).hasSize(3);
        }
    }

    @Test
    void a_response_during_the_drain_closes_even_if_its_request_came_before() {
        wire.read(Wire.WHOLE);
        wire.draining.set(true);
        wire.answer("ok");
        assertThat(wire.written()).contains("Connection: close\r\n");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void a_response_that_says_close_closes_the_connection() {
        wire.read(Wire.WHOLE);
        var response = Wire.response("no");
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        wire.answer(response);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void an_informational_response_is_not_the_final_one() {
        wire.read(Wire.LAST);
        wire.answer(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        assertThat(wire.written()).doesNotContain("close");
        assertThat(wire.isOpen()).isTrue();
        wire.answer("ok");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void a_response_in_parts_closes_with_its_last_part() {
        wire.read(Wire.LAST);
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        wire.answer(response);
        assertThat(wire.written()).contains("Connection: close\r\n");
        assertThat(wire.isOpen()).isTrue();
        wire.answer(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void request_content_is_dropped_whenever_it_comes() {
        wire.read(POST + "he");
        assertThat(wire.requests()).containsExactly("POST /");
        wire.answer("no");
        wire.read("llo" + Wire.WHOLE);
        assertThat(wire.requests()).containsExactly("GET /");
    }

    @Test
    void the_envelope_replaces_the_500_of_reactor_netty() {
        wire.read(Wire.WHOLE);
        wire.answer(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR));
        assertThat(wire.written())
                .startsWith("HTTP/1.1 500 ")
                .endsWith("{\"error\":[{\"code\":500,\"message\":\"The gateway failed to answer.\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0-9_.Z", "0123456789012345678901234567890123456789012345678901234567890123"})
    void a_valid_id_of_the_caller_is_kept(String id) {
        wire.read("GET / HTTP/1.1\r\nHost: a\r\nx-request-id: " + id + "\r\n\r\n");
        assertThat(wire.head().headers().getAll("X-Request-Id")).containsExactly(id);
        wire.answer("ok");
        assertThat(wire.written()).contains("X-Request-Id: " + id + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x-request-id: \r\n",
                "x-request-id: a b\r\n",
                "x-request-id: a\u00e9\r\n",
                "x-request-id: a\r\nx-request-id: a\r\n",
                "x-request-id: 01234567890123456789012345678901234567890123456789012345678901234\r\n"
            })
    void a_request_without_a_valid_id_gets_a_new_one(String field) {
        wire.read("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n");
        assertThat(wire.head().headers().getAll("X-Request-Id"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{16}");
        wire.answer("ok");
        assertThat(wire.written())
                .contains("X-Request-Id: " + wire.head().headers().get("X-Request-Id") + "\r\n");
    }

    @Test
    void each_response_has_the_id_of_its_own_request() {
        wire.read(named("one") + named("two") + named("three"));
        wire.answer("a");
        assertThat(wire.written()).contains("X-Request-Id: one\r\n").doesNotContain("two");
        wire.answer("b");
        assertThat(wire.written()).contains("X-Request-Id: two\r\n").doesNotContain("one", "three");
    }

    private static String named(String id) {
        return "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + id + "\r\n\r\n";
    }
}
