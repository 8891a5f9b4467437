package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections may be open at once, in all and from one address. What comes beyond is told so when it sends its first
 * request; a few that many more are not even listened to.
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
     * Counts a connection until it is closed, and says whether it may stay.
     *
     * @param peer who is at its other end; null for somebody who may have as many connections as there are
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

    /** The address, or of version 6 its first half: one customer of a provider has a whole /64 (RFC 6177). */
    private static ByteBuffer network(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(octets, 0, Math.min(octets.length, 8));
    }

    /** How many connections are open. */
    int open() {
        return open.get();
    }

    /** What becomes of a connection. */
    enum Entry {
        SERVED,
        /** Its first request is answered with 503. */
        TOLD,
        CLOSED
    }
}
