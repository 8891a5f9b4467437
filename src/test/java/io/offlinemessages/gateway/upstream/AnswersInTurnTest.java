package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

class AnswersInTurnTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    @Test
    void octets_without_a_request_end_the_connection() {
        EmbeddedChannel connection = connection();
        ask(connection);
        receive(connection, ANSWER);
        assertThat(connection.isOpen()).isTrue();

        receive(connection, "H");

        assertThat(connection.isOpen()).isFalse();
        assertThat(responses(connection)).isEqualTo(1);
    }

    @Test
    void each_request_of_a_connection_gets_its_own_response() {
        EmbeddedChannel connection = connection();
        for (int i = 0; i < 3; i++) {
            ask(connection);
            receive(connection, "HTTP/1.1 103 Early Hints\r\n\r\n");
            assertThat(connection.inboundMessages()).isEmpty();
            receive(connection, ANSWER);
            assertThat(responses(connection)).isEqualTo(1);
        }
        assertThat(connection.finish()).isFalse();
    }

    @Test
    void a_connection_whose_protocol_is_not_known_yet_stays_as_it_is() {
        var connection = new EmbeddedChannel();
        int handlers = connection.pipeline().names().size();

        AnswersInTurn.install(connection.pipeline());

        assertThat(connection.pipeline().names()).hasSize(handlers);
    }

    private static EmbeddedChannel connection() {
        var connection = new EmbeddedChannel();
        connection.pipeline().addLast(NettyPipeline.HttpCodec, new HttpClientCodec());
        AnswersInTurn.install(connection.pipeline());
        return connection;
    }

    private static void ask(EmbeddedChannel connection) {
        connection.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        connection.releaseOutbound();
    }

    private static void receive(EmbeddedChannel connection, String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static int responses(EmbeddedChannel connection) {
        int responses = 0;
        for (Object message = connection.readInbound(); message != null; message = connection.readInbound()) {
            responses += message instanceof HttpResponse ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
        return responses;
    }
}
