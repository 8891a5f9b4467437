package io.offlinemessages.gateway.shared;

import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedTransferQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** What a gateway has of this room, linked to a real server. */
final class Replica implements SharedListener, AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final SharedProperties properties;
    final KeyNames names;
    final Link link;
    final SharedBudget budget;
    final SharedAnswers answers;
    final SharedEvictions evictions;
    final BlockingQueue<String> heard = new LinkedTransferQueue<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Shared shared;

    Replica(String name, SharedProperties properties, int limit, Duration window, Ticker ticker) {
        this(name, properties, limit, window, ticker, null);
    }

    Replica(
            String name,
            SharedProperties properties,
            int limit,
            Duration window,
            Ticker ticker,
            @Nullable SslBundle bundle) {
        this.properties = properties;
        this.names = new KeyNames(
                properties.namespace(),
                properties.secrets().get(properties.secrets().size() - 1));
        this.shared = new Shared(
                properties,
                name,
                limit,
                window,
                Duration.ofMinutes(10),
                bundle,
                ticker,
                Clock.systemUTC(),
                meters,
                null);
        this.link = shared.link();
        this.budget = shared.budget();
        this.evictions = shared.evictions();
        this.answers = shared.answers();
    }

    @Override
    public void evicted(Notice notice) {
        heard.add(notice.toString());
    }

    @Override
    public void evictionsMissed() {
        heard.add("unknown");
    }

    @Override
    public void shown(ShownPage page, Duration since, Duration doubt) {
        heard.add(page.account() + " " + Arrays.toString(page.rows()));
    }

    /** With a minute's window, which nothing is called in, for tests of anything but the budget. */
    static Replica of(String name, RedisProcess redis) {
        return new Replica(name, properties(redis.url(), 1), 0, Duration.ofMinutes(1), Ticker.systemTicker());
    }

    /** The same, which waits for as long as a replica may. */
    static Replica patient(String name, RedisProcess redis) {
        SharedProperties properties = properties(redis.url(), 1, Duration.ofSeconds(5));
        return new Replica(name, properties, 0, Duration.ofMinutes(1), Ticker.systemTicker());
    }

    static SharedProperties properties(String url, int replicas, byte... secrets) {
        return properties(url, replicas, Duration.ofSeconds(1), secrets);
    }

    private static SharedProperties properties(String url, int replicas, Duration timeout, byte... secrets) {
        return new SharedProperties(
                url,
                null,
                null,
                null,
                secrets.length == 0 ? List.of(secret((byte) 1)) : secrets(secrets),
                null,
                "omg",
                replicas,
                timeout,
                DataSize.ofKilobytes(256));
    }

    private static List<Secret> secrets(byte... fills) {
        return IntStream.range(0, fills.length).mapToObj(i -> secret(fills[i])).toList();
    }

    private static Secret secret(byte fill) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, fill);
        return new Secret(Base64.getEncoder().encodeToString(secret));
    }

    /** The link, once it is up. */
    Replica started() {
        shared.start(this).block(SOON);
        return this;
    }

    SharedTime time() {
        return shared.time();
    }

    /** How many stored things did not open. */
    double refusedSeals() {
        return meters.get("gateway.shared.sealed.refused").counter().count();
    }

    static <T> T got(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(SOON));
    }

    /** Waits for what happens by itself. */
    static void until(Callable<Boolean> happened) {
        await().atMost(SOON).until(happened);
    }

    @Override
    public void close() {
        shared.close();
    }
}
