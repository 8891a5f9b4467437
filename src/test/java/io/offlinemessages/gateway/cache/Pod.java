package io.offlinemessages.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The cache of one replica, linked to a real server, before an upstream whose calls end when the test says so. */
final class Pod implements AutoCloseable {

    static final Duration LONGEST_LOAD = Duration.ofSeconds(30);

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final CacheProperties.Pages NEVER_FRESH =
            new CacheProperties.Pages(Duration.ZERO, Duration.ZERO, TTL, true);

    /** The times by which pods keep answers. */
    static final DetailRequest DETAIL = PlayedCache.detail("jane", 7);

    static final CanonicalRequest PAGE = PlayedCache.page("jane", 1);

    static final CacheProperties PROPERTIES = properties(TTL, TTL);

    final Shared shared;
    final AnswerCache cache;
    final AnswerLoads loads;
    private final AnswerStore store;
    private final Ticker ticker;
    private final Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();
    final AtomicInteger calls = new AtomicInteger();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<Sinks.One<Outcome>> waiting = new LinkedTransferQueue<>();

    Pod(RedisProcess redis) {
        this(redis, PROPERTIES, LONGEST_LOAD, Ticker.systemTicker(), Schedulers.parallel(), null);
    }

    /** One whose loads, and so its leases, take no longer. */
    Pod(RedisProcess redis, Duration longest) {
        this(redis, PROPERTIES, longest, Ticker.systemTicker(), Schedulers.parallel(), null);
    }

    /** One that pauses between two looks for as long as the test lets it. */
    Pod(RedisProcess redis, Duration longest, Ticker ticker, Pauses pauses) {
        this(redis, PROPERTIES, longest, ticker, pauses, null);
    }

    /** One whose requests are traced. */
    Pod(RedisProcess redis, Tracer tracer) {
        this(redis, PROPERTIES, LONGEST_LOAD, Ticker.systemTicker(), Schedulers.parallel(), tracer);
    }

    /** One whose cache goes by a clock of its own. */
    Pod(RedisProcess redis, Ticker ticker) {
        this(redis, PROPERTIES, LONGEST_LOAD, ticker, Schedulers.parallel(), null);
    }

    /** One that keeps details by its own times, as another has them in a rollout. */
    Pod(RedisProcess redis, Duration ttl, Duration whileRevalidate) {
        this(redis, properties(ttl, whileRevalidate), LONGEST_LOAD, Ticker.systemTicker(), Schedulers.parallel(), null);
    }

    private Pod(
            RedisProcess redis,
            CacheProperties properties,
            Duration longest,
            Ticker ticker,
            Scheduler pauses,
            @Nullable Tracer tracer) {
        this.shared = shared(redis, ticker, meters, tracer);
        this.ticker = ticker;
        var rules = new FreshnessRules(properties);
        var listed = new ListedDetails(TTL, ticker, meters);
        var parts = new SharedLoads.Parts(
                shared.answers(), shared.evictions(), shared.pages(), shared::time, rules, longest, ticker, pauses);
        var cacheParts =
                CacheParts.of(properties, listed, new SharedLoads(parts, shared.maxBody()), ticker, this::call);
        this.store = cacheParts.store();
        this.loads = cacheParts.loads();
        this.cache = new AnswerCache(store, loads, ticker, new CacheMeters(meters));
    }

    /** What a replica shares through the server. */
    static Shared shared(RedisProcess redis, Ticker ticker, SimpleMeterRegistry meters) {
        return shared(redis, ticker, meters, null);
    }

    private static Shared shared(
            RedisProcess redis, Ticker ticker, SimpleMeterRegistry meters, @Nullable Tracer tracer) {
        var linked = new SharedProperties(
                redis.url(),
                null,
                null,
                null,
                List.of(new Secret("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
                null,
                "omg",
                2,
                Duration.ofSeconds(2),
                DataSize.ofKilobytes(1));
        return new Shared(linked, 0, Duration.ofHours(1), null, ticker, Clock.systemUTC(), meters, tracer);
    }

    private static CacheProperties properties(Duration ttl, Duration whileRevalidate) {
        return new CacheProperties(
                UpstreamDirectives.OBEY, ttl, whileRevalidate, TTL, TTL, DataSize.ofMegabytes(1), NEVER_FRESH);
    }

    /** By the times of most. */
    static FreshnessRules rules() {
        return new FreshnessRules(PROPERTIES);
    }

    /** Linked; what it may have missed before its first beat is out of date by then, and nothing that comes later. */
    Pod started() {
        shared.start(new EvictionsElsewhere(loads, ticker, worker)).block(TestUpstream.PATIENCE);
        var done = new CompletableFuture<Boolean>();
        worker.schedule(() -> done.complete(true));
        done.join();
        return this;
    }

    private Mono<Outcome> call(CanonicalRequest request, CallContext context) {
        Sinks.One<Outcome> call = Sinks.one();
        calls.incrementAndGet();
        waiting.add(call);
        return call.asMono();
    }

    CompletableFuture<CachedAnswer> ask(CanonicalRequest request) {
        return TestUpstream.start(cache.answer(request, Samples.contextOf(request), false));
    }

    /** Ends the next call, when it has come. */
    void answer(Outcome outcome) {
        try {
            Objects.requireNonNull(waiting.poll(10, TimeUnit.SECONDS), "no call to the upstream")
                    .tryEmitValue(outcome)
                    .orThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request that takes this pod's own call. */
    CachedAnswer load(CanonicalRequest request, Outcome outcome) {
        var caller = ask(request);
        answer(outcome);
        return caller.join();
    }

    /** A message of {@link #DETAIL}. */
    static String json(String subject) {
        return "{\"offline_message_id\":7,\"subject\":\"" + subject + "\"}";
    }

    /** The message as a good answer to {@link #DETAIL}. */
    static Outcome found(String subject) {
        return PlayedCache.found(DETAIL, json(subject));
    }

    /** Where an answer has come from. */
    static CacheResult result(CachedAnswer answer) {
        return answer.provenance().result();
    }

    /** How many round trips there were with this script. */
    double trips(String script) {
        return meters.find("gateway.shared.commands").tag("script", script).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Override
    public void close() {
        shared.close();
        worker.dispose();
    }
}
