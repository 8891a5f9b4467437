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

/** How the upstream's address is found by its name, within a time of its own. */
final class UpstreamNames {

    /** Ten times what a name server takes that has to ask others. Each attempt of the retry asks anew. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(1);

    private final @Nullable DnsServerAddressStreamProvider servers;
    private final KnownAddresses known;

    /** Asks these servers; null for those of the system. */
    UpstreamNames(@Nullable DnsServerAddressStreamProvider servers, Ticker ticker) {
        this.servers = servers;
        this.known = new KnownAddresses(ticker);
    }

    /** The client, which finds addresses this way; behind a proxy that is the proxy's business. */
    HttpClient askedBy(HttpClient client) {
        return client.configuration().hasProxy()
                ? client
                : client.resolver(spec -> spec.dnsAddressResolverGroupProvider(this::group));
    }

    /** The resolvers of all event loops, which share what is known. */
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
