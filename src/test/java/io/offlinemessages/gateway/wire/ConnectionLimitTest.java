package io.offlinemessages.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.offlinemessages.gateway.wire.ConnectionLimit.Entry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // embedded channels act at once
class ConnectionLimitTest {

    private final ConnectionLimit limit = new ConnectionLimit(2, 2);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @Test
    void connections_over_the_limit_get_503_and_those_far_over_it_are_closed() {
        assertThat(enter(2)).containsOnly(Entry.SERVED);
        assertThat(enter(16)).containsOnly(Entry.TOLD);
        assertThat(enter(3)).containsOnly(Entry.CLOSED);
        assertThat(limit.open()).isEqualTo(21);
    }

    @Test
    void over_a_large_limit_an_eighth_more_get_503() {
        var large = new ConnectionLimit(800, 800);
        for (int i = 0; i < 800; i++) {
            assertThat(large.enter(new EmbeddedChannel(), null)).isEqualTo(Entry.SERVED);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(large.enter(new EmbeddedChannel(), null)).isEqualTo(Entry.TOLD);
        }
        assertThat(large.enter(new EmbeddedChannel(), null)).isEqualTo(Entry.CLOSED);
    }

    @Test
    void each_closed_connection_makes_room_however_it_was_treated() {
        enter(20);
        channels.get(19).close();
        channels.get(0).close();
        assertThat(limit.open()).isEqualTo(18);
        channels.subList(1, 19).forEach(EmbeddedChannel::close);
        assertThat(limit.open()).isZero();
        assertThat(enter(1)).containsExactly(Entry.SERVED);
    }

    @Test
    void one_address_has_a_limit_of_its_own_and_a_trusted_proxy_has_none() {
        var shared = new ConnectionLimit(100, 2);
        assertThat(enter(shared, "192.0.2.1")).isEqualTo(Entry.SERVED);
        assertThat(enter(shared, "192.0.2.1")).isEqualTo(Entry.SERVED);
        for (int i = 0; i < 16; i++) {
            assertThat(enter(shared, "192.0.2.1")).isEqualTo(Entry.TOLD);
        }
        assertThat(enter(shared, "192.0.2.1")).isEqualTo(Entry.CLOSED);
        assertThat(shared.enter(new EmbeddedChannel(), null)).isEqualTo(Entry.SERVED);
        assertThat(enter(shared, "192.0.2.2")).isEqualTo(Entry.SERVED);
    }

    @Test
    void an_ipv6_address_counts_as_its_network_of_64_bits() {
        var shared = new ConnectionLimit(100, 1);
        assertThat(enter(shared, "2001:db8:0:1::1")).isEqualTo(Entry.SERVED);
        assertThat(enter(shared, "2001:db8:0:1:ffff::2")).isEqualTo(Entry.TOLD);
        assertThat(enter(shared, "2001:db8:0:2::1")).isEqualTo(Entry.SERVED);
    }

    private static Entry enter(ConnectionLimit shared, String address) {
        return shared.enter(new EmbeddedChannel(), new InetSocketAddress(address, 0).getAddress());
    }

    private List<Entry> enter(int count) {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            var channel = new EmbeddedChannel();
            channels.add(channel);
            entries.add(limit.enter(channel, null));
        }
        return entries;
    }
}
