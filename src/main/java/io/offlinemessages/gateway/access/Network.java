package io.offlinemessages.gateway.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The place of a caller in the division of the hashing time: first by network, then by address within it. */
final class Network {

    private static final int IPV4_BYTES = 4;

    private Network() {}

    /**
     * The path to an address: its network (IPv4 /24, IPv6 /48), then the address within it (of IPv6 the /64, which belongs to one
     * caller).
     */
    static long[] path(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == IPV4_BYTES) {
            // Negative, so that it differs from every IPv6 network.
            return new long[] {~(Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt()) >>> 8), octets[3]};
        }
        long first = ByteBuffer.wrap(octets).getLong();
        return new long[] {first >>> 16, first & 0xFFFF};
    }
}
