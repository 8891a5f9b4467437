package io.offlinemessages.gateway.limits;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose {@code X-Forwarded-For} is believed: {@code gateway.trusted-proxies}. That of every other peer is
 * ignored, because any caller can write it.
 */
public final class TrustedProxies {

    private static final String PROPERTY = "gateway.trusted-proxies";
    private static final String ALLOWED =
            "IP addresses and networks in CIDR notation, such as 10.0.0.0/8, 192.0.2.7 or fd00::/8";

    private final List<IpSubnetFilterRule> networks;

    /**
     * Parses addresses and networks.
     *
     * @throws InvalidProperty if an entry is neither, such as a host name, which would need a look-up
     */
    public TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::network).toList();
    }

    /** Whether the peer is a trusted proxy. */
    public boolean include(InetAddress peer) {
        var address = new InetSocketAddress(peer, 0);
        return networks.stream().anyMatch(network -> network.matches(address));
    }

    /**
     * The client's address. It is the peer's, or, if the peer is trusted, the address that the nearest trusted proxies
     * report one after another. No name is looked up.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the values of all {@code X-Forwarded-For} fields; an entry that is no address ends the chain
     */
    public InetAddress client(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        String chain = String.join(",", forwardedFor);
        int end = chain.length();
        while (end > 0 && include(client)) {
            int start = chain.lastIndexOf(',', end - 1) + 1;
            InetAddress before = address(chain.substring(start, end).strip());
            if (before == null) {
                return client;
            }
            client = before;
            end = start - 1;
        }
        return client;
    }

    /** An IP address, with or without brackets and a port; null if the text is none. */
    private static @Nullable InetAddress address(String text) {
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            return NetUtil.createInetAddressFromIpAddressString(text.substring(1, bracket));
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
        return NetUtil.createInetAddressFromIpAddressString(hasPort ? text.substring(0, colon) : text);
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new InvalidProperty(PROPERTY, text, ALLOWED);
        }
        int bits = address.getAddress().length * 8;
        try {
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidProperty(PROPERTY, text, ALLOWED);
        }
    }
}
