package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastRequestTest {

    private static final String PLAIN = "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), new LastRequest());

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {LAST, "GET /last HTTP/1.0\r\n\r\n", "GET /last HTTP/1.1\r\nBad Name: x\r\n\r\n"})
    void only_the_answer_to_the_last_request_closes(String last) {
        assertThat(requests(PLAIN + PLAIN + last)).hasSize(3).allMatch(HttpUtil::isKeepAlive);
        answer();
        answer();
        assertThat(written()).doesNotContain("close");
        assertThat(channel.isOpen()).isTrue();
        answer();
        assertThat(written()).contains("connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void requests_behind_the_last_one_are_not_handed_on() {
        assertThat(requests(LAST + "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + PLAIN))
                .hasSize(1);
        assertThat(requests(PLAIN)).isEmpty();
        answer();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_informational_response_closes_nothing() {
        requests(LAST);
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        assertThat(written()).doesNotContain("close");
        assertThat(channel.isOpen()).isTrue();
        answer();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_answer_in_parts_closes_with_its_last_part() {
        requests(LAST);
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        channel.writeOutbound(response);
        assertThat(written()).contains("connection: close\r\n");
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_connection_whose_last_request_has_not_come_stays_open() {
        requests(PLAIN);
        answer();
        assertThat(written()).doesNotContain("close");
        assertThat(channel.isOpen()).isTrue();
    }

    private List<HttpRequest> requests(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
        var requests = new ArrayList<HttpRequest>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                requests.add(request);
            }
            ReferenceCountUtil.release(message);
        }
        return requests;
    }

    private void answer() {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
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
}
