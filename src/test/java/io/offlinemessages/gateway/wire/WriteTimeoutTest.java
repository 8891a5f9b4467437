package io.offlinemessages.gateway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // embedded channels act at once
class WriteTimeoutTest {

    private static final int SECONDS = 30;

    private final AtomicInteger expired = new AtomicInteger();
    private final SlowChannel channel =
            new SlowChannel(new WriteTimeout(Duration.ofSeconds(SECONDS), expired::incrementAndGet));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void no_timer_is_set_while_everything_is_taken_at_once() {
        channel.takes = Integer.MAX_VALUE;
        send("abc");
        assertThat(hasTimer()).isFalse();
    }

    @Test
    void bytes_that_are_not_taken_in_time_end_the_connection() {
        send("abc");
        pass(SECONDS * 1_000 - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(expired).hasValue(1);
    }

    @Test
    void bytes_that_are_taken_in_time_stop_the_timer() {
        send("abc");
        pass(29_000);
        take(Integer.MAX_VALUE);
        assertThat(hasTimer()).isFalse();
        pass(SECONDS * 1_000);
        assertThat(channel.isOpen()).isTrue();
        assertThat(expired).hasValue(0);
    }

    @Test
    void a_part_taken_now_and_then_gives_no_more_time() {
        send("abc");
        send("def");
        pass(20_000);
        take(1);
        assertThat(channel.isOpen()).isTrue();
        pass(10_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void bytes_that_are_sent_later_have_a_time_of_their_own() {
        send("abc");
        pass(20_000);
        send("def");
        take(2);
        assertThat(channel.isOpen()).isTrue();
        pass(29_999);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(expired).hasValue(1);
    }

    @Test
    void after_the_connection_has_ended_nothing_expires() {
        send("abc");
        channel.close();
        assertThat(hasTimer()).isFalse();
        assertThat(expired).hasValue(0);
    }

    private void send(String text) {
        channel.writeAndFlush(Unpooled.copiedBuffer(text, ISO_8859_1));
        channel.runPendingTasks();
    }

    /** Lets the caller take this many buffers, among them the empty one behind the bytes that waited first. */
    private void take(int buffers) {
        channel.takes = buffers;
        channel.flush();
        channel.runPendingTasks();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private boolean hasTimer() {
        return channel.runScheduledPendingTasks() >= 0;
    }

    /** A channel whose socket takes a limited number of buffers, none at first. */
    private static final class SlowChannel extends EmbeddedChannel {

        private int takes;

        SlowChannel(WriteTimeout deadline) {
            super(deadline);
            freezeTime();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) {
            while (takes > 0 && waiting.current() instanceof ByteBuf) {
                takes--;
                waiting.remove();
            }
        }
    }
}
