package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * The real cache before messages that change: each has a version, which only grows, and is not there before its first. Two pages show
 * both of them. Whoever has seen a version on a page is given no older detail but in the place of an error.
 */
final class ChangingMessages {

    private static final String ACCOUNT = "jane";
    private static final int MESSAGES = 2;

    /** No load takes as long, whatever the clock does meanwhile. */
    private static final Duration LONGEST_LOAD = Duration.ofDays(30);

    private static final Pattern VERSION = Pattern.compile("\"offline_message_id\":(\\d+),\"unread\":(\\d+)");

    private final Supplier<Random> random;
    private final Runnable pause;
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final int callsOfFailure;
    private final AtomicLong[] versions;
    private final AtomicLong[] evicted = {new AtomicLong(), new AtomicLong()};
    private final AtomicLong[] seen = {new AtomicLong(), new AtomicLong()};
    private final List<Call> calls = new ArrayList<>();
    private final Queue<Throwable> wrongs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicInteger shared = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AnswerLoads loads;
    private final AnswerCache cache;

    /**
     * Makes messages that are not there yet.
     *
     * @param pause is called where the cache may be overtaken
     */
    ChangingMessages(Supplier<Random> random, Runnable pause) {
        this.random = random;
        this.pause = pause;
        this.callsOfFailure = 8;
        this.versions = new AtomicLong[] {new AtomicLong(), new AtomicLong()};
        // No two moments are the same.
        Ticker ticker = time::incrementAndGet;
        CacheProperties properties = properties(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofMinutes(2));
        CacheParts parts = parts(properties, null, ticker);
        this.loads = parts.loads();
        this.cache = new AnswerCache(
                parts.store(),
                loads,
                () -> {
                    pause.run();
                    return ticker.read();
                },
                new CacheMeters(meters));
    }

    /**
     * One replica of those that share, before the same messages as another; by the system's clock, as the server's is real, too.
     *
     * @param other null for the first
     */
    ChangingMessages(Supplier<Random> random, Shared shared, @Nullable ChangingMessages other) {
        this.random = random;
        this.pause = Thread::onSpinWait;
        // A failure is told to all for half a second.
        this.callsOfFailure = 200;
        this.versions = other == null ? new AtomicLong[] {new AtomicLong(), new AtomicLong()} : other.versions;
        Ticker ticker = Ticker.systemTicker();
        CacheProperties properties = properties(Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMinutes(2));
        var others = new SharedLoads.Parts(
                shared.answers(),
                shared.evictions(),
                shared.pages(),
                shared::time,
                new FreshnessRules(properties),
                Pod.LONGEST_LOAD,
                ticker,
                Schedulers.parallel());
        CacheParts parts = parts(properties, new SharedLoads(others, shared.maxBody()), ticker);
        this.loads = parts.loads();
        this.cache = new AnswerCache(parts.store(), loads, ticker, new CacheMeters(meters));
        shared.start(cache.listener()).block(TestUpstream.PATIENCE);
    }

    private static CacheProperties properties(Duration page, Duration detail, Duration ifError) {
        var pages = new CacheProperties.Pages(page, page, ifError, true);
        return new CacheProperties(
                UpstreamDirectives.OBEY, detail, detail, ifError, detail, DataSize.ofMegabytes(1), pages);
    }

    private CacheParts parts(CacheProperties properties, @Nullable SharedLoads others, Ticker ticker) {
        var listed = new ListedDetails(LONGEST_LOAD, ticker, meters);
        return CacheParts.of(properties, listed, others, ticker, this::call);
    }

    void askForPage() {
        page().subscribe();
    }

    /** A request for a page; ends with its answer. */
    Mono<Void> page() {
        pause.run();
        return cache.answer(PlayedCache.page(ACCOUNT, 1 + random.get().nextInt(2)), Samples.CONTEXT, false)
                .doOnNext(this::see)
                .doOnError(wrongs::add)
                .onErrorComplete()
                .then();
    }

    private void see(CachedAnswer answer) {
        if (answer instanceof CachedAnswer.Found page) {
            Matcher shown = VERSION.matcher(new String(page.representation().body(), UTF_8));
            while (shown.find()) {
                long version = Long.parseLong(shown.group(2));
                seen[Integer.parseInt(shown.group(1)) - 1].accumulateAndGet(version, Math::max);
            }
        }
    }

    void askForDetail() {
        detail().subscribe();
    }

    /** A request for a detail; ends with its answer. */
    Mono<Void> detail() {
        int message = random.get().nextInt(MESSAGES);
        long least = seen[message].get();
        long leastOfAll = evicted[message].get();
        DetailRequest request = PlayedCache.detail(ACCOUNT, message + 1);
        pause.run();
        FreshAnswer fresh = random.get().nextInt(4) == 0 ? cache.fresh(request) : null;
        if (fresh != null) {
            check(least, leastOfAll, CacheResult.HIT, fresh.representation());
            return Mono.empty();
        }
        return cache.answer(request, Samples.CONTEXT, false)
                .doOnNext(answer -> check(least, leastOfAll, answer))
                .doOnError(wrongs::add)
                .onErrorComplete()
                .then();
    }

    private void check(long least, long leastOfAll, CachedAnswer answer) {
        CacheResult result = answer.provenance().result();
        if (answer instanceof CachedAnswer.Found found) {
            check(least, leastOfAll, result, found.representation());
        } else if (CacheHarness.kind(answer) == FailureKind.NO_RECORD) {
            check(least, leastOfAll, result, null);
        }
    }

    private void check(long least, long leastOfAll, CacheResult result, @Nullable Representation content) {
        checked.incrementAndGet();
        shared.addAndGet(result == CacheResult.SHARED ? 1 : 0);
        long version = 0;
        if (content != null) {
            Matcher detail = VERSION.matcher(new String(content.body(), UTF_8));
            assertThat(detail.find()).isTrue();
            version = Long.parseLong(detail.group(2));
        }
        if (version < least && result != CacheResult.STALE_IF_ERROR) {
            wrongs.add(new AssertionError("version " + version + " as a " + result + " after a page with " + least));
        }
        if (version < leastOfAll) {
            wrongs.add(new AssertionError(
                    "version " + version + " as a " + result + " after " + leastOfAll + " was evicted"));
        }
    }

    private Mono<Outcome> call(CanonicalRequest request, CallContext context) {
        // The upstream may look when it is asked, or when it answers.
        String early = random.get().nextBoolean() ? json(request) : null;
        return Mono.create(sink -> add(new Call(request, early, sink)));
    }

    private @Nullable String json(CanonicalRequest request) {
        if (request instanceof DetailRequest detail) {
            return json(detail.id().value());
        }
        List<String> rows = new ArrayList<>();
        for (long id = 1; id <= MESSAGES; id++) {
            String row = json(id);
            if (row != null) {
                rows.add(row);
            }
        }
        return "[" + String.join(",", rows) + "]";
    }

    private @Nullable String json(long id) {
        long version = versions[(int) id - 1].get();
        return version == 0 ? null : "{\"offline_message_id\":" + id + ",\"unread\":" + version + "}";
    }

    private synchronized void add(Call call) {
        calls.add(call);
    }

    private synchronized @Nullable Call take() {
        return calls.isEmpty() ? null : calls.remove(random.get().nextInt(calls.size()));
    }

    /** Answers one of the calls that wait; false when none does. */
    boolean answerOne() {
        Call call = take();
        if (call == null) {
            return false;
        }
        call.sink.success(outcome(call));
        return true;
    }

    private Outcome outcome(Call call) {
        if (random.get().nextInt(callsOfFailure) == 0) {
            return PlayedCache.failed();
        }
        String json = call.early == null ? json(call.request) : call.early;
        return json == null
                ? CheckedBody.denied(Failure.of(FailureKind.NO_RECORD, "1"))
                : CheckedBody.found(call.request, json, 0);
    }

    void change() {
        versions[random.get().nextInt(MESSAGES)].incrementAndGet();
    }

    void evict() {
        CanonicalRequest request = random.get().nextBoolean()
                ? PlayedCache.page(ACCOUNT, 1)
                : PlayedCache.detail(ACCOUNT, 1 + random.get().nextInt(MESSAGES));
        CacheHarness.evict(cache.operations(), request);
    }

    /** Evicts a detail as operators do, or refuses the account; nothing that was loaded before is used here after that, in any place. */
    void evictEverywhere() {
        boolean all = random.get().nextBoolean();
        int message = random.get().nextInt(MESSAGES);
        long[] before = {versions[0].get(), versions[1].get()};
        if (all) {
            refuse();
        } else {
            new MessageCacheEndpoint(cache.operations(), Clock.systemUTC(), null).evict("details", "" + (message + 1));
        }
        for (int i = 0; i < MESSAGES; i++) {
            if (all || i == message) {
                evicted[i].accumulateAndGet(before[i], Math::max);
            }
        }
    }

    void refuse() {
        loads.refuse(PlayedCache.detail(ACCOUNT, 1).account());
    }

    void letTimePass() {
        time.addAndGet(Duration.ofMillis(random.get().nextInt(15_000)).toNanos());
    }

    void assertNobodyGotAnOlderOne() {
        assertThat(wrongs).isEmpty();
        assertThat(count("gateway.cache.incomparable"))
                .as("fields that were left out, though pages and details show the same")
                .isZero();
    }

    /** How many details another replica had. */
    int shared() {
        return shared.get();
    }

    int checked() {
        return checked.get();
    }

    double outdated() {
        return count("gateway.cache.outdated");
    }

    private double count(String meter) {
        return meters.get(meter).counters().stream().mapToDouble(Counter::count).sum();
    }

    private record Call(CanonicalRequest request, @Nullable String early, MonoSink<Outcome> sink) {}
}
