package io.offlinemessages.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The real cache, before an upstream whose calls end when the test says so. Each step takes a millisecond of its clock. */
final class PlayedCache {

    static final Duration TTL = Duration.ofSeconds(30);
    static final Duration WHILE_REVALIDATE = Duration.ofSeconds(30);
    static final Duration IF_ERROR = Duration.ofMinutes(10);
    static final Duration LONGEST_LOAD = Duration.ofSeconds(6);

    final FakeTicker ticker = new FakeTicker();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AnswerCache cache;
    private final AnswerLoads loads;
    private final Map<CanonicalRequest, Sinks.One<Outcome>> calls = new HashMap<>();
    private int callsOfDetails;

    PlayedCache() {
        this(true, IF_ERROR);
    }

    PlayedCache(boolean outdatesDetails, Duration ifError) {
        var pages = new CacheProperties.Pages(Duration.ofSeconds(1), Duration.ofSeconds(1), IF_ERROR, outdatesDetails);
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                TTL,
                WHILE_REVALIDATE,
                ifError,
                Duration.ofSeconds(10),
                DataSize.ofMegabytes(64),
                pages);
        var listed = outdatesDetails ? new ListedDetails(LONGEST_LOAD, ticker, meters) : null;
        var parts = CacheParts.of(properties, listed, null, ticker, this::call);
        this.loads = parts.loads();
        this.cache = new AnswerCache(parts.store(), loads, ticker, new CacheMeters(meters));
    }

    static DetailRequest detail(String account, long id) {
        return CacheHarness.request(account, id);
    }

    static CanonicalRequest page(String account, long number) {
        return CacheHarness.request(Route.LIST, account, number);
    }

    private Mono<Outcome> call(CanonicalRequest request, CallContext context) {
        Sinks.One<Outcome> call = Sinks.one();
        assertThat(calls.put(request, call))
                .as("a call for %s beside another", request)
                .isNull();
        callsOfDetails += request.route() == Route.DETAIL ? 1 : 0;
        return call.asMono();
    }

    /** Asks, and waits if the upstream is asked. */
    CompletableFuture<CachedAnswer> ask(CanonicalRequest request) {
        step();
        return TestUpstream.start(cache.answer(request, Samples.contextOf(request), false));
    }

    /** Asks; the test does not look at the answer. */
    void begin(CanonicalRequest request) {
        assertThat(ask(request)).isNotNull();
    }

    /** Ends the call that is under way. */
    void answer(CanonicalRequest request, Outcome outcome) {
        step();
        Sinks.One<Outcome> call = Objects.requireNonNull(calls.remove(request), () -> "no call for " + request);
        call.tryEmitValue(outcome).orThrow();
    }

    /** Ends the call that is under way with a good answer. */
    void answer(CanonicalRequest request, String json) {
        answer(request, found(request, json));
    }

    boolean isCalled(CanonicalRequest request) {
        return calls.containsKey(request);
    }

    /** A request that is answered by this call to the upstream, which it has to make. */
    CachedAnswer load(CanonicalRequest request, Outcome outcome) {
        var caller = ask(request);
        answer(request, outcome);
        return caller.join();
    }

    /** A request that is answered by a call to the upstream, which it has to make. */
    CachedAnswer load(CanonicalRequest request, String json) {
        return load(request, found(request, json));
    }

    /** The answer to a request without a call to the upstream. */
    CachedAnswer stored(CanonicalRequest request) {
        var caller = ask(request);
        assertThat(caller).as("what is stored for %s", request).isDone();
        return caller.join();
    }

    /** Whether a detail would be a hit. */
    boolean isFresh(CanonicalRequest request) {
        step();
        return cache.fresh(request) != null;
    }

    void refuse(CanonicalRequest request) {
        step();
        loads.refuse(request.account());
    }

    void evict(CanonicalRequest request) {
        step();
        CacheHarness.evict(cache.operations(), request);
    }

    int callsOfDetails() {
        return callsOfDetails;
    }

    double count(String meter, String tag, String value) {
        Counter counter = meters.find(meter).tag(tag, value).counter();
        return Objects.requireNonNull(counter, () -> meter + " " + value).count();
    }

    private void step() {
        ticker.advance(Duration.ofMillis(1));
    }

    static Outcome found(CanonicalRequest request, String json) {
        return CheckedBody.found(request, json, 0);
    }

    static Outcome notFound(DetailRequest request) {
        return CheckedBody.denied(Failure.of(FailureKind.NO_RECORD, request.id().toString()));
    }

    static Outcome failed() {
        return new Outcome.Failed(Failure.of(FailureKind.SERVER_ERROR));
    }

    static String body(CachedAnswer answer) {
        return new String(((CachedAnswer.Found) answer).representation().body(), UTF_8);
    }
}
