package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The limit on open connections of one port, in total and per client address. Connections over the limit get a 503 on
 * their first request; those over it by more than an eighth of the total (at least 16) are closed at once.
 */
final class ConnectionLimit {

    private final int most;
    private final int mostTold;
    private final int mostOfAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<ByteBuffer, Integer> ofNetwork = new ConcurrentHashMap<>();

    ConnectionLimit(int most, int mostOfAddress) {
        this.most = most;
        this.mostTold = most + Math.max(16, most / 8);
        this.mostOfAddress = mostOfAddress;
    }

    /**
     * Counts the connection until it closes, and decides how it is treated.
     *
     * @param peer the client's address; null exempts the connection from the limit per address
     */
    Entry enter(Channel channel, @Nullable InetAddress peer) {
        int now = open.incrementAndGet();
        ByteBuffer network = peer == null ? null : network(peer);
        int ofThis = network == null ? 0 : ofNetwork.merge(network, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> leave(network));
        if (now > mostTold || ofThis > mostOfAddress + mostTold - most) {
            return Entry.CLOSED;
        }
        return now <= most && ofThis <= mostOfAddress ? Entry.SERVED : Entry.TOLD;
    }

    private void leave(@Nullable ByteBuffer network) {
        open.decrementAndGet();
        if (network != null) {
            ofNetwork.computeIfPresent(network, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The IPv4 address, or the first 64 bits of an IPv6 address: one customer holds a whole /64 (RFC 6177). */
    private static ByteBuffer network(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(octets, 0, Math.min(octets.length, 8));
    }

    /** The number of open connections. */
    int open() {
        return open.get();
    }

    /** How a new connection is treated. */
    enum Entry {
        SERVED,
        /** Its first request is answered with 503. */
        TOLD,
        CLOSED
    }
}
