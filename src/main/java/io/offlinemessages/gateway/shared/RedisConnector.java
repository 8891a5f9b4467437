package io.offlinemessages.gateway.shared;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.offlinemessages.gateway.contract.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The maker of connections to the server, by Lettuce with one thread of its own. Lettuce's reconnects and repeats are off: each
 * connection is made anew, with the credentials and key pair of that moment, and with a master that the Sentinels name then.
 */
final class RedisConnector implements AutoCloseable {

    /** Read once; otherwise the link's thread would read the file for each connection. */
    private static final TrustManagerFactory JDK_TRUST = jdkTrust();

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);

    /** The tick of the timer, which times handshakes only; Lettuce's default tick is ten times as long. */
    private static final int TICK_MILLIS = 10;

    /** The quiet period of the thread, in which closing connections finish. */
    private static final int QUIET_MILLIS = 50;

    private final SharedProperties properties;
    private final Ticker ticker;
    private final LinkMeters meters;
    private final HashedWheelTimer wheel =
            new HashedWheelTimer(new DefaultThreadFactory("redis-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private final EventExecutor thread;
    private final Scheduler timers;

    /**
     * @param login supplies the login for each connection
     * @param bundle the TLS material; null for the JDK's trust store
     */
    RedisConnector(
            SharedProperties properties,
            Supplier<Login> login,
            @Nullable SslBundle bundle,
            Ticker ticker,
            LinkMeters meters) {
        this.properties = properties;
        this.ticker = ticker;
        this.meters = meters;
        Script.requireAll();
        var loops = new DefaultEventLoopGroupProvider(1, pool -> new DefaultThreadFactory("redis-link", true));
        this.resources = ClientResources.builder()
                .eventLoopGroupProvider(loops)
                .timer(wheel)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        this.thread = loops.allocate(Transports.eventLoopGroupClass()).next();
        this.timers = Schedulers.fromExecutorService(thread, "redis-link");
        this.client = RedisClient.create(resources);
        secure(bundle);
        this.uri = RedisURI.create(properties.address());
        uri.setTimeout(CONNECT_WITHIN);
        uri.setLibraryName("");
        uri.setLibraryVersion("");
        // Credentials resolved on another thread let a connection pass for usable too early.
        uri.setCredentialsProvider((ImmediateRedisCredentialsProvider)
                () -> credentials(login.get().username(), login.get().password()));
        uri.getSentinels().forEach(sentinel -> {
            sentinel.setTimeout(CONNECT_WITHIN);
            sentinel.setCredentialsProvider((ImmediateRedisCredentialsProvider)
                    () -> credentials(null, login.get().sentinelPassword()));
            sentinel.setLibraryName("");
            sentinel.setLibraryVersion("");
        });
    }

    /** The link's own thread, on which waits end. */
    Scheduler timers() {
        return timers;
    }

    /** Uses another SSL bundle for the next connection. */
    void secure(@Nullable SslBundle bundle) {
        var socket = SocketOptions.builder()
                .connectTimeout(CONNECT_WITHIN)
                .keepAlive(true)
                .build();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.create())
                .protocolVersion(ProtocolVersion.RESP2)
                .pingBeforeActivateConnection(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(socket)
                .sslOptions(ssl(bundle))
                .build());
    }

    /** Connects. Signals an error where that fails, and an {@code InvalidProperty} where it always will. */
    @SuppressWarnings("FutureReturnValueIgnored") // close needs no follow-up
    Mono<Line> connect() {
        return Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri))
                .flatMap(connection -> Mono.fromCompletionStage(
                                connection.async().info())
                        .timeout(
                                CONNECT_WITHIN,
                                Mono.error(() -> new IllegalStateException(
                                        "no reply within " + CONNECT_WITHIN.toMillis() + "ms")))
                        .map(info -> line(connection, ServerInfo.parse(info)))
                        .doOnError(thrown -> connection.closeAsync()))
                .onErrorMap(RedisConnector::reason)
                .publishOn(Schedulers.parallel());
    }

    /** The reason of a failure. Lettuce reports a timeout, with the Sentinel's refusal as a suppressed exception. */
    private static Throwable reason(Throwable thrown) {
        Throwable[] said = NestedExceptionUtils.getMostSpecificCause(thrown).getSuppressed();
        return said.length == 0 ? thrown : said[0];
    }

    private Line line(StatefulRedisConnection<byte[], byte[]> connection, ServerInfo info) {
        info.refusal(properties.address()).ifPresent(refusal -> {
            throw refusal;
        });
        if (!info.master()) {
            throw new IllegalStateException("the server is a replica, which takes no writes");
        }
        var line = new Line(new LettuceServer(connection, thread), info, properties.timeout(), timers, ticker, meters);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                line.lose("the connection is closed");
            }
        });
        if (!connection.isOpen()) {
            line.lose("the connection is closed");
        }
        return line;
    }

    private static RedisCredentials credentials(@Nullable String username, @Nullable Secret password) {
        return RedisCredentials.just(username, password == null ? null : password.value());
    }

    private static SslOptions ssl(@Nullable SslBundle bundle) {
        var ssl = SslOptions.builder().jdkSslProvider().handshakeTimeout(CONNECT_WITHIN);
        if (bundle == null) {
            return ssl.trustManager(JDK_TRUST).build();
        }
        return ssl.keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory())
                .build();
    }

    private static TrustManagerFactory jdkTrust() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has a trust store of its own", e);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the threads are daemons
    public void close() {
        thread.execute(() -> client.shutdownAsync(0, CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        wheel.stop();
        resources.shutdown(QUIET_MILLIS, CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
