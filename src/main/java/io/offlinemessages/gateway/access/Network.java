package io.offlinemessages.gateway.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Where a caller is, as the hashing time is shared out: first among networks, then among the addresses of each. */
final class Network {

    private static final int IPV4_BYTES = 4;

    private Network() {}

    /**
     * The way from all to an address: its network (of IPv4 24 bits, of IPv6 48), and the address in it (of IPv6 the network of 64
     * bits, which one caller has for itself).
     */
    static long[] path(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == IPV4_BYTES) {
            // A network of IPv6 is no negative number.
            return new long[] {~(Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt()) >>> 8), octets[3]};
        }
        long first = ByteBuffer.wrap(octets).getLong();
        return new long[] {first >>> 16, first & 0xFFFF};
    }
}
