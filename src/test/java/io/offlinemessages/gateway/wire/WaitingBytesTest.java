package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // embedded channels act at once
class WaitingBytesTest {

    private static final int LONG = 1_000_000;

    private final byte[] bytes = new byte[LONG];
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Counter ended = meters.counter("ended");
    private final EmbeddedChannel channel = new EmbeddedChannel(new Untaken());

    WaitingBytesTest() {
        new Random(1).nextBytes(bytes);
        channel.config().setWriteBufferWaterMark(WaitingBytes.WATER_MARK);
        var plenty = new MemoryShare(10L * LONG, 1, Ticker.systemTicker(), ended);
        channel.pipeline().addLast(new WaitingBytes(plenty.account(channel), plenty.account(channel)));
    }

    @Test
    void slices_are_written_only_as_the_caller_takes_them() {
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        ChannelFuture written = channel.writeAndFlush(content);
        ChannelFuture after = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes, 0, 10));

        ByteBuf taken = Unpooled.buffer(LONG + 10);
        while (!after.isDone()) {
            assertThat(written.isDone()).isEqualTo(taken.readableBytes() >= LONG);
            assertThat(pending()).isPositive().isLessThan(2 * WaitingBytes.SLICE);
            take(taken);
        }
        assertThat(written.isSuccess()).isTrue();
        assertThat(after.isSuccess()).isTrue();
        assertThat(taken).isEqualTo(Unpooled.wrappedBuffer(bytes, Arrays.copyOf(bytes, 10)));
        assertThat(content.refCnt()).isZero();
    }

    @Test
    void waiting_bytes_count_until_they_exceed_the_share() {
        var other = new EmbeddedChannel(new Untaken());
        var share = new MemoryShare(LONG, 1, Ticker.systemTicker(), ended);
        other.pipeline().addLast(new WaitingBytes(share.account(other), share.account(other)));
        other.writeAndFlush(Unpooled.wrappedBuffer(bytes, 0, LONG - 100_000));
        assertThat(other.isOpen()).isTrue();
        var late = other.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        assertThat(other.isOpen()).isFalse();
        other.runPendingTasks();
        assertThat(late.isSuccess()).isFalse();
        assertThat(ended.count()).isOne();
    }

    @Test
    void a_closed_connection_releases_the_rest() {
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        ChannelFuture written = channel.writeAndFlush(content);

        var unused = channel.close();
        channel.runPendingTasks();

        assertThat(written.isDone()).isTrue();
        assertThat(written.isSuccess()).isFalse();
        assertThat(content.refCnt()).isZero();
    }

    @Test
    void a_short_buffer_is_written_as_it_is() {
        ByteBuf content = Unpooled.wrappedBuffer(bytes, 0, WaitingBytes.SLICE);
        var unused = channel.writeAndFlush(content);
        channel.unsafe().flush();

        ByteBuf taken = channel.readOutbound();
        assertThat(taken).isSameAs(content);
        taken.release();
    }

    private long pending() {
        return Objects.requireNonNull(channel.unsafe().outboundBuffer()).totalPendingWriteBytes();
    }

    private void take(ByteBuf taken) {
        channel.unsafe().flush();
        for (ByteBuf slice = channel.readOutbound(); slice != null; slice = channel.readOutbound()) {
            taken.writeBytes(slice);
            slice.release();
        }
        channel.runPendingTasks();
    }

    /** A socket that takes bytes only when the test flushes. */
    private static final class Untaken extends ChannelOutboundHandlerAdapter {

        @Override
        public void flush(ChannelHandlerContext context) {}
    }
}
