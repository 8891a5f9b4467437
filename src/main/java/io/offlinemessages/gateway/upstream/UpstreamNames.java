package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.NameResolver;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** The name resolution of the upstream, with its own timeout. */
final class UpstreamNames {

    /** Ten times the usual time of a recursive name server. Each retry queries again. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(1);

    private final @Nullable DnsServerAddressStreamProvider servers;
    private final KnownAddresses known;

    /**
     * @param servers the name servers; null for those of the system
     */
    UpstreamNames(@Nullable DnsServerAddressStreamProvider servers, Ticker ticker) {
        this.servers = servers;
        this.known = new KnownAddresses(ticker);
    }

    /** The client with this resolution; behind a proxy the proxy resolves. */
    HttpClient askedBy(HttpClient client) {
        return client.configuration().hasProxy()
                ? client
                : client.resolver(spec -> spec.dnsAddressResolverGroupProvider(this::group));
    }

    /** The resolvers of all event loops, which share the known addresses. */
    DnsAddressResolverGroup group(DnsNameResolverBuilder builder) {
        builder.queryTimeoutMillis(LONGEST_QUERY.toMillis());
        return new Group(servers == null ? builder : builder.nameServerProvider(servers), known);
    }

    private static final class Group extends DnsAddressResolverGroup {

        private final DnsNameResolverBuilder builder;
        private final KnownAddresses known;

        Group(DnsNameResolverBuilder builder, KnownAddresses known) {
            super(builder);
            this.builder = builder;
            this.known = known;
        }

        @Override
        protected NameResolver<InetAddress> newNameResolver(
                EventLoop loop,
                ChannelFactory<? extends DatagramChannel> channels,
                DnsServerAddressStreamProvider nameServers) {
            return new LastingNames(
                    loop, builder.copy().datagramChannelFactory(channels).nameServerProvider(nameServers), known);
        }
    }
}
