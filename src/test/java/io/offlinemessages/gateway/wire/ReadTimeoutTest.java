package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // channels of tests do at once what they are told
class ReadTimeoutTest {

    private static final int SECONDS = 10;
    private static final String WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String WITH_CONTENT = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

    private final AtomicInteger expired = new AtomicInteger();
    private final EmbeddedChannel channel =
            channel(new ReadTimeout(Duration.ofSeconds(SECONDS), expired::incrementAndGet));

    private static EmbeddedChannel channel(ReadTimeout deadline) {
        var channel = new EmbeddedChannel(deadline.bytes(), new HttpServerCodec(), deadline);
        channel.freezeTime();
        return channel;
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void for_a_request_that_comes_in_one_read_no_timer_is_set() {
        read(WHOLE);
        assertThat(hasTimer()).isFalse();
        read(WITH_CONTENT + "hello");
        assertThat(hasTimer()).isFalse();
    }

    @Test
    void where_no_request_has_begun_no_timer_is_set() {
        assertThat(hasTimer()).isFalse();
        channel.pipeline().fireChannelReadComplete();
        assertThat(hasTimer()).isFalse();
    }

    @Test
    void a_head_that_does_not_come_is_answered_with_408_and_the_end() {
        read("GET / HTTP/1.1\r\nHo");
        pass(SECONDS * 1_000 - 1);
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(written())
                .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                .contains("connection: close\r\n")
                .endsWith("{\"error\":[{\"code\":408,\"message\":\"The request did not arrive in time.\"}]}");
        assertThat(channel.isOpen()).isFalse();
        assertThat(expired).hasValue(1);
    }

    @Test
    void octets_that_drip_in_give_no_more_time() {
        for (char c : "GET / HTTP".toCharArray()) {
            read(String.valueOf(c));
            pass(900);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(1_000);
        assertThat(written()).startsWith("HTTP/1.1 408");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void each_request_has_the_whole_time() {
        read("GET / HTTP/1.1\r\n");
        pass(9_000);
        read("Host: a\r\n\r\n");
        assertThat(hasTimer()).isFalse();
        answer("ok");
        read("GET /");
        pass(9_000);
        assertThat(channel.isOpen()).isTrue();
        pass(1_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void content_that_does_not_come_after_the_answer_is_the_end_without_another() {
        read(WITH_CONTENT + "he");
        answer("no");
        written();
        pass(SECONDS * 1_000);
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(expired).hasValue(1);
    }

    @Test
    void content_that_drips_in_gives_no_more_time() {
        read(WITH_CONTENT);
        answer("no");
        pass(6_000);
        read("h");
        pass(4_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void content_that_comes_in_time_stops_the_timer() {
        read(WITH_CONTENT);
        assertThat(hasTimer()).isTrue();
        read("hello");
        assertThat(hasTimer()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_CONTENT, WHOLE})
    void while_an_answer_is_due_the_time_begins_anew(String first) {
        read(first);
        read(first.equals(WHOLE) ? "GET /" : "h");
        pass(SECONDS * 1_000);
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isTrue();
        assertThat(expired).hasValue(0);
        answer("at last");
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isFalse();
        assertThat(expired).hasValue(1);
    }

    @Test
    void behind_pipelined_requests_all_answers_are_awaited() {
        read(WHOLE + WHOLE);
        read("GET /");
        answer("one");
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isTrue();
        answer("two");
        written();
        pass(SECONDS * 1_000);
        assertThat(written()).startsWith("HTTP/1.1 408");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_informational_response_is_not_the_answer() {
        read(WITH_CONTENT);
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isTrue();
        answer("no");
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void the_answer_to_a_head_is_an_answer() {
        read("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        answer("");
        written();
        read("GET /");
        pass(SECONDS * 1_000);
        assertThat(written()).startsWith("HTTP/1.1 408");
    }

    @Test
    void an_answer_in_parts_is_one_answer() {
        read(WITH_CONTENT);
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 2);
        channel.writeOutbound(response, new DefaultHttpContent(Unpooled.copiedBuffer("ok", ISO_8859_1)));
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_connection_that_ends_takes_its_timer_along() {
        read("GET /");
        channel.close();
        pass(SECONDS * 1_000);
        assertThat(expired).hasValue(0);
    }

    /** One read of the socket. */
    private void read(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(String body) {
        ByteBuf content = Unpooled.copiedBuffer(body, ISO_8859_1);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        channel.writeOutbound(response);
    }

    private String written() {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(ISO_8859_1));
            part.release();
        }
        return text.toString();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private boolean hasTimer() {
        return channel.runScheduledPendingTasks() >= 0;
    }
}
