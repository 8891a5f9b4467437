package io.offlinemessages.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resolver that queries DNS, and serves its last answer while DNS does not respond. A name with a dot is queried as it is, and below
 * the search domains only if it does not exist, whatever the system's {@code ndots} is.
 */
final class LastingNames extends InetNameResolver {

    private final DnsNameResolver absolute;
    private final DnsNameResolver searching;
    private final Lifetimes lifetimes = new Lifetimes();
    private final KnownAddresses known;

    /** A resolver for one event loop; the builder names the servers and the timeouts. */
    LastingNames(EventLoop loop, DnsNameResolverBuilder builder, KnownAddresses known) {
        super(loop);
        DnsNameResolverBuilder own =
                builder.copy().eventLoop(loop).resolveCache(lifetimes).cnameCache(lifetimes);
        this.absolute = own.copy().searchDomains(List.of()).build();
        this.searching = own.copy().ndots(Integer.MAX_VALUE).build();
        this.known = known;
    }

    @Override
    protected void doResolve(String name, Promise<InetAddress> promise) {
        resolveAll(name).addListener((Future<List<InetAddress>> all) -> {
            if (all.isSuccess()) {
                promise.trySuccess(all.getNow().get(0));
            } else {
                promise.tryFailure(all.cause());
            }
        });
    }

    @Override
    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
        List<InetAddress> usable = known.now(name);
        if (usable != null) {
            promise.trySuccess(usable);
        } else if (name.indexOf('.') < 0) {
            search(name, promise);
        } else {
            absolute.resolveAll(name).addListener((Future<List<InetAddress>> answer) -> {
                if (answer.isSuccess() || isAway(answer.cause())) {
                    settle(name, answer, promise);
                } else {
                    search(name, promise);
                }
            });
        }
    }

    private void search(String name, Promise<List<InetAddress>> promise) {
        searching.resolveAll(name).addListener((Future<List<InetAddress>> answer) -> settle(name, answer, promise));
    }

    private void settle(String name, Future<List<InetAddress>> answer, Promise<List<InetAddress>> promise) {
        if (answer.isSuccess()) {
            known.keep(name, answer.getNow(), lifetimes.take());
            promise.trySuccess(answer.getNow());
            return;
        }
        List<InetAddress> old = inPlaceOfAnswer(name, answer.cause());
        if (old == null) {
            promise.tryFailure(answer.cause());
        } else {
            promise.trySuccess(old);
        }
    }

    private @Nullable List<InetAddress> inPlaceOfAnswer(String name, Throwable cause) {
        if (isAway(cause)) {
            return known.inOvertime(name);
        }
        known.forget(name);
        return null;
    }

    /** Whether DNS gave no answer. A name that does not exist, or has no address, is an answer. */
    private static boolean isAway(Throwable cause) {
        Throwable why = cause.getCause();
        boolean none = why == null
                || (why instanceof DnsErrorCauseException error
                        && error.getCode().equals(DnsResponseCode.NXDOMAIN));
        return !(cause instanceof UnknownHostException && none);
    }

    @Override
    public void close() {
        absolute.close();
        searching.close();
    }
}
