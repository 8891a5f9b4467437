package io.offlinemessages.gateway.wire;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
    private final Map<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();

    ConnectionLimit(int most, int mostOfAddress) {
        this.most = most;
        this.mostTold = most + Math.max(16, most / 8);
        this.mostOfAddress = mostOfAddress;
    }

    /**
     * Counts a connection until it is closed, and says whether it may stay.
     *
     * @param isExempt whether the peer may have as many connections as there are
     */
    Entry enter(Channel channel, boolean isExempt) {
        int now = open.incrementAndGet();
        InetAddress address = isExempt ? null : address(channel);
        int ofThis = address == null ? 0 : ofAddress.merge(address, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> leave(address));
        if (now > mostTold || ofThis > mostOfAddress + mostTold - most) {
            return Entry.CLOSED;
        }
        return now <= most && ofThis <= mostOfAddress ? Entry.SERVED : Entry.TOLD;
    }

    private void leave(@Nullable InetAddress address) {
        open.decrementAndGet();
        if (address != null) {
            ofAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** A channel whose other end has left already may have no address any more. */
    private static @Nullable InetAddress address(Channel channel) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
        return address instanceof Inet6Address ? network(address) : address;
    }

    /** One customer of a provider has a whole /64 (RFC 6177). */
    private static InetAddress network(InetAddress address) {
        byte[] octets = address.getAddress();
        Arrays.fill(octets, 8, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
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
