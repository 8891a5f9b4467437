package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {

    @Test
    void all_handlers_stand_in_the_order_of_the_page() {
        try (var wire = new Wire()) {
            assertThat(ours(wire))
                    .containsExactly(
                            "waiting-bytes", "write-timeout", "turns", "read-timeout", "request-heads", "exchanges");
        }
    }

    @Test
    void a_connection_over_the_limit_is_refused_before_its_request_is_interpreted() {
        try (var wire = new Wire(Wire.Connections.ONE_TOO_MANY, -1, new ChannelInboundHandlerAdapter())) {
            assertThat(ours(wire))
                    .containsExactly(
                            "waiting-bytes",
                            "write-timeout",
                            "turns",
                            "read-timeout",
                            "refused-connection",
                            "request-heads",
                            "exchanges");
        }
    }

    private static List<String> ours(Wire wire) {
        String prefix = "offline-messages.";
        return wire.channel.pipeline().names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }
}
