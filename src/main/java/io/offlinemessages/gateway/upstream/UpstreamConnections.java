package io.offlinemessages.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;
import reactor.util.context.Context;

/**
 * The connections to the upstream: pooled ones, and new ones for requests that a pooled one has lost. When a pooled connection is found
 * dead, all idle ones of its generation are closed: the event that ended it, such as a fail-over, has probably ended them, too.
 */
final class UpstreamConnections implements ConnectionProvider {

    private static final String NEW = UpstreamConnections.class.getName() + ".NEW";

    private static final AttributeKey<Integer> GENERATION = AttributeKey.valueOf("offline-messages.generation");

    private final ConnectionProvider pooled;
    private final ConnectionProvider unpooled = ConnectionProvider.newConnection();
    private final AtomicInteger generation = new AtomicInteger();
    private final long maxIdleMillis;

    /**
     * Wraps a pool. The rules below replace the pool's own rules for idle connections; its maximum lifetime still applies.
     *
     * @param maxIdleTime after which an idle connection is closed; null for never
     */
    UpstreamConnections(ConnectionProvider pool, @Nullable Duration maxIdleTime) {
        this.maxIdleMillis = maxIdleTime == null ? Long.MAX_VALUE : maxIdleTime.toMillis();
        Builder builder = pool.mutate();
        this.pooled = builder == null
                ? pool
                : builder.evictionPredicate((connection, use) -> isSpent(connection, use.idleTime()))
                        .build();
    }

    /** The connections of a client that was built with them. */
    static UpstreamConnections of(HttpClient client) {
        return (UpstreamConnections) client.configuration().connectionProvider();
    }

    /** Makes a request use a new connection. */
    static Context unused(Context context) {
        return context.put(NEW, true);
    }

    /** Assigns a new connection to the present generation. */
    void take(Channel connection) {
        connection.attr(GENERATION).set(generation.get());
    }

    /** Ends the generation of a dead connection, unless it has ended already. */
    void end(Channel dead) {
        Integer its = dead.attr(GENERATION).get();
        if (its != null) {
            generation.compareAndSet(its, its + 1);
        }
    }

    /** Whether a connection that has been idle for so long must be closed. */
    boolean isSpent(Connection connection, long idleMillis) {
        Integer its = connection.channel().attr(GENERATION).get();
        return idleMillis >= maxIdleMillis
                || !connection.channel().isActive()
                || !connection.isPersistent()
                || (its != null && its != generation.get());
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> address,
            @Nullable AddressResolverGroup<?> resolver) {
        return Mono.deferContextual(context -> {
            ConnectionProvider provider = context.hasKey(NEW) ? unpooled : pooled;
            return provider.acquire(config, observer, address, resolver);
        });
    }

    @Override
    public int maxConnections() {
        return pooled.maxConnections();
    }

    @Override
    public Mono<Void> disposeLater() {
        return pooled.disposeLater();
    }

    @Override
    public void dispose() {
        pooled.dispose();
    }

    @Override
    public boolean isDisposed() {
        return pooled.isDisposed();
    }
}
