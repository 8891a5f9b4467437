package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedBodyTest {

    private static final int LARGEST = 64 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"0, 1", "67000000, 1", "67000000, 10000", "0, 10000"})
    void memory_grows_with_the_octets_and_not_with_the_announced_length(long announced, int arrived) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var part = Unpooled.wrappedBuffer(new byte[arrived]);
        long before = threads.getCurrentThreadAllocatedBytes();

        var body = new BoundedBody(announced, LARGEST);
        body.append(part);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024);
        assertThat(body.bytes()).hasSize(arrived);
    }

    @ParameterizedTest
    @CsvSource({"0, 100000, 777", "100000, 100000, 777", "100000, 99999, 4096", "1, 1, 1", "0, 0, 1", "99, 100000, 7"})
    void a_body_in_parts_is_kept_whole(long announced, int size, int part) throws Exception {
        byte[] sent = new byte[size];
        new Random(1).nextBytes(sent);
        var body = new BoundedBody(announced, 100_000);

        for (int from = 0; from < size; from += part) {
            body.append(Unpooled.wrappedBuffer(sent, from, Math.min(part, size - from)));
        }

        assertThat(body.bytes()).isEqualTo(sent);
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws Exception {
        var body = new BoundedBody(0, 10);
        body.append(Unpooled.wrappedBuffer(new byte[10]));

        assertThatExceptionOfType(BoundedBody.TooLarge.class)
                .isThrownBy(() -> body.append(Unpooled.wrappedBuffer(new byte[1])));
        assertThatExceptionOfType(BoundedBody.TooLarge.class).isThrownBy(() -> new BoundedBody(11, 10));
    }
}
