package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusedConnectionsTest {

    private final Counter counter = new SimpleMeterRegistry().counter("refused");
    private final RefusedConnections refused = new RefusedConnections(counter);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void each_connection_is_counted_and_each_second_has_one_log_line(CapturedOutput output) {
        channel.freezeTime();
        for (int i = 0; i < 1_000; i++) {
            refused.add(channel.eventLoop());
        }
        assertThat(counter.count()).isEqualTo(1_000);
        assertThat(output.getOut()).doesNotContain("Refused");
        pass(1);
        assertThat(output.getOut()).containsOnlyOnce("Refused 1000 connections within a second");
        pass(1);
        refused.add(channel.eventLoop());
        pass(1);
        assertThat(output.getOut()).containsOnlyOnce("Refused 1 connections within a second");
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }
}
