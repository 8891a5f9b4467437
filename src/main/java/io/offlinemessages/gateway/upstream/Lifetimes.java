package io.offlinemessages.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsCnameCache;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recorder of times to live of DNS records, aliases included. Netty's resolver reveals them only to its caches, so this poses as
 * both; it stores nothing ({@link KnownAddresses} does). For one event loop.
 */
final class Lifetimes implements DnsCache, DnsCnameCache {

    private static final long UNHEARD = Long.MAX_VALUE;

    private long least = UNHEARD;

    /** The shortest time to live since the last call, in seconds; 0 where none was seen, as for a name of the hosts file. */
    long take() {
        long heard = least;
        least = UNHEARD;
        return heard == UNHEARD ? 0 : heard;
    }

    private void hear(long seconds) {
        least = Math.min(least, Math.max(0, seconds));
    }

    @Override
    public @Nullable DnsCacheEntry cache(
            String name, DnsRecord @Nullable [] additionals, InetAddress address, long seconds, EventLoop loop) {
        hear(seconds);
        return null;
    }

    @Override
    public void cache(String name, String alias, long seconds, EventLoop loop) {
        hear(seconds);
    }

    @Override
    public @Nullable DnsCacheEntry cache(
            String name, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
        return null;
    }

    @Override
    public @Nullable List<? extends DnsCacheEntry> get(String name, DnsRecord @Nullable [] additionals) {
        return null;
    }

    @Override
    public @Nullable String get(String name) {
        return null;
    }

    @Override
    public void clear() {
        least = UNHEARD;
    }

    @Override
    public boolean clear(String name) {
        return false;
    }
}
