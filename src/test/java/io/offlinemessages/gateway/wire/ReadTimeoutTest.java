package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTimeoutTest {

    private static final String WITH_CONTENT = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    private static final int SECONDS = Wire.SECONDS;
    private static final String WHOLE = Wire.WHOLE;

    private final Wire wire = new Wire();

    @AfterEach
    void release() {
        wire.close();
    }

    @Test
    void a_request_that_arrives_in_one_read_sets_no_timer() {
        wire.read(WHOLE);
        assertThat(wire.hasTimer()).isFalse();
        wire.read(WITH_CONTENT + "hello");
        assertThat(wire.hasTimer()).isFalse();
    }

    @Test
    void a_connection_without_a_request_sets_no_timer() {
        assertThat(wire.hasTimer()).isFalse();
        wire.channel.pipeline().fireChannelReadComplete();
        assertThat(wire.hasTimer()).isFalse();
    }

    @Test
    void an_incomplete_head_is_answered_with_408_and_ends_the_connection() {
        wire.read("GET / HTTP/1.1\r\nHo");
        wire.pass(SECONDS * 1_000 - 1);
        assertThat(wire.written()).isEmpty();
        assertThat(wire.isOpen()).isTrue();
        wire.pass(1);
        assertThat(wire.written())
                .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                .contains("connection: close\r\n")
                .endsWith("{\"error\":[{\"code\":408,\"message\":\"The request did not arrive in time.\"}]}");
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.ended("request_timeout")).isOne();
    }

    @Test
    void octets_that_drip_in_give_no_more_time() {
        for (char c : "GET / HTTP".toCharArray()) {
            wire.read(String.valueOf(c));
            wire.pass(900);
        }
        assertThat(wire.isOpen()).isTrue();
        wire.pass(1_000);
        assertThat(wire.written()).startsWith("HTTP/1.1 408");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void each_request_has_the_whole_time() {
        wire.read("GET / HTTP/1.1\r\n");
        wire.pass(9_000);
        wire.read("Host: a\r\n\r\n");
        assertThat(wire.hasTimer()).isFalse();
        wire.answer("ok");
        wire.read("GET /");
        wire.pass(9_000);
        assertThat(wire.isOpen()).isTrue();
        wire.pass(1_000);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void a_request_that_begins_in_the_read_that_ends_another_has_a_time_of_its_own() {
        wire.read("GET / HTTP/1.1\r\n");
        wire.pass(9_000);
        wire.read("Host: a\r\n\r\nGET /next");
        wire.answer("ok");
        wire.pass(9_000);
        assertThat(wire.isOpen()).isTrue();
        wire.pass(1_000);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void incomplete_content_after_the_response_ends_the_connection_without_another() {
        wire.read(WITH_CONTENT + "he");
        wire.answer("no");
        wire.written();
        wire.pass(SECONDS * 1_000);
        assertThat(wire.written()).isEmpty();
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.ended("request_timeout")).isOne();
    }

    @Test
    void content_that_drips_in_gives_no_more_time() {
        wire.read(WITH_CONTENT);
        wire.answer("no");
        wire.pass(6_000);
        wire.read("h");
        wire.pass(4_000);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void content_that_arrives_in_time_stops_the_timer() {
        wire.read(WITH_CONTENT);
        assertThat(wire.hasTimer()).isTrue();
        wire.read("hello");
        assertThat(wire.hasTimer()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_CONTENT, WHOLE})
    void the_timer_restarts_while_a_response_is_due(String first) {
        wire.read(first);
        wire.read(first.equals(WHOLE) ? "GET /" : "h");
        wire.pass(SECONDS * 1_000);
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isTrue();
        assertThat(wire.ended("request_timeout")).isZero();
        wire.answer("at last");
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.ended("request_timeout")).isOne();
    }

    @Test
    void the_timer_restarts_until_all_pipelined_requests_are_answered() {
        wire.read(WHOLE + WHOLE);
        wire.read("GET /");
        wire.answer("one");
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isTrue();
        wire.answer("two");
        wire.written();
        wire.pass(SECONDS * 1_000);
        assertThat(wire.written()).startsWith("HTTP/1.1 408");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void an_informational_response_leaves_the_final_one_due() {
        wire.read(WITH_CONTENT);
        wire.answer(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isTrue();
        wire.answer("no");
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void the_response_to_a_head_request_is_final() {
        wire.read("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        wire.answer("");
        wire.written();
        wire.read("GET /");
        wire.pass(SECONDS * 1_000);
        assertThat(wire.written()).startsWith("HTTP/1.1 408");
    }

    @Test
    void a_response_in_parts_is_due_until_its_last_part() {
        wire.read(WITH_CONTENT);
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 2);
        wire.answer(response, new DefaultHttpContent(Unpooled.copiedBuffer("ok", ISO_8859_1)));
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isTrue();
        wire.answer(LastHttpContent.EMPTY_LAST_CONTENT);
        wire.pass(SECONDS * 1_000);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void a_closed_connection_stops_its_timer() {
        wire.read("GET /");
        var unused = wire.channel.close();
        wire.pass(SECONDS * 1_000);
        assertThat(wire.ended("request_timeout")).isZero();
    }
}
