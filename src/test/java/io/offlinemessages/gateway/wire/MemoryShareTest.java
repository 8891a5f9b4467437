package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryShareTest {

    private final Counter ended = new SimpleMeterRegistry().counter("ended");
    private final AtomicLong now = new AtomicLong();
    private final MemoryShare share = new MemoryShare(1_000, 1, now::get, ended);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @Test
    void bytes_within_the_share_end_no_connection() {
        account().set(400);
        account().set(600);
        assertThat(open()).containsExactly(true, true);
    }

    @Test
    void beyond_the_share_the_connection_with_the_most_bytes_is_ended() {
        account().set(300);
        account().set(500);
        account().set(201);
        assertThat(open()).containsExactly(true, false, true);
        assertThat(ended.count()).isOne();
    }

    @Test
    void of_equal_connections_the_one_longest_without_progress_is_ended() {
        MemoryShare.Account first = account();
        MemoryShare.Account second = account();
        first.set(450);
        second.set(450);
        pass(Duration.ofSeconds(5));
        first.set(400);
        first.set(450);
        account().set(200);
        assertThat(open()).containsExactly(true, false, true);
    }

    @Test
    void slight_progress_does_not_save_a_connection_with_far_more_bytes_than_others() {
        MemoryShare.Account dripping = account();
        dripping.set(800);
        account().set(100);
        pass(Duration.ofSeconds(3));
        dripping.set(799);
        account().set(200);
        assertThat(open()).containsExactly(false, true, true);
    }

    @Test
    void connections_are_ended_until_the_rest_fits() {
        account().set(300);
        account().set(300);
        account().set(300);
        account().set(999);
        assertThat(open()).containsExactly(true, true, true, false);
        account().set(150);
        assertThat(open()).containsExactly(false, true, true, false, true);
    }

    @Test
    void bytes_that_are_taken_make_room() {
        MemoryShare.Account account = account();
        account.set(900);
        account.set(0);
        account().set(1_000);
        assertThat(open()).containsExactly(true, true);
    }

    @Test
    void a_connection_that_needs_more_than_the_share_is_ended_itself() {
        account().set(1_001);
        assertThat(open()).containsExactly(false);
    }

    private MemoryShare.Account account() {
        EmbeddedChannel channel = onOneLoop();
        channels.add(channel);
        return share.account(channel);
    }

    private EmbeddedChannel onOneLoop() {
        EventLoop loop = channels.isEmpty() ? null : channels.get(0).eventLoop();
        return new EmbeddedChannel() {
            @Override
            public EventLoop eventLoop() {
                return loop == null ? super.eventLoop() : loop;
            }
        };
    }

    private List<Boolean> open() {
        return channels.stream().map(EmbeddedChannel::isOpen).toList();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
