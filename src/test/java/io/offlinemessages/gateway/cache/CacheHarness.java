package io.offlinemessages.gateway.cache;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.GatedOrigin;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** The cache as the application wires it, in front of a real upstream whose origin answers when the test says so. */
final class CacheHarness implements AutoCloseable {

    static final Duration TTL = Duration.ofSeconds(30);
    static final Duration WHILE_REVALIDATE = Duration.ofMinutes(5);
    static final Duration IF_ERROR = Duration.ofMinutes(10);
    static final Duration NOT_FOUND_TTL = Duration.ofSeconds(10);

    /** The same times as of details, so that the same tests hold for both. */
    private static final CacheProperties.Pages PAGES = new CacheProperties.Pages(TTL, WHILE_REVALIDATE, IF_ERROR, true);

    final FakeTicker ticker = new FakeTicker();
    final GatedOrigin origin = new GatedOrigin();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TestUpstream upstream;
    final AnswerCache cache;

    CacheHarness() {
        this(settings -> settings);
    }

    CacheHarness(UnaryOperator<TestUpstream.Builder> settings) {
        this(settings, UpstreamDirectives.OBEY, PAGES);
    }

    CacheHarness(UpstreamDirectives directives) {
        this(settings -> settings, directives, PAGES);
    }

    CacheHarness(CacheProperties.Pages pages) {
        this(settings -> settings, UpstreamDirectives.OBEY, pages);
    }

    private CacheHarness(
            UnaryOperator<TestUpstream.Builder> settings, UpstreamDirectives directives, CacheProperties.Pages pages) {
        upstream = settings.apply(TestUpstream.at(origin.url()).ticker(ticker).attempts(1))
                .build();
        cache = cache(directives, pages, upstream, ticker, meters);
    }

    static AnswerCache cache(TestUpstream upstream, FakeTicker ticker, SimpleMeterRegistry meters) {
        return cache(UpstreamDirectives.OBEY, PAGES, upstream, ticker, meters);
    }

    private static AnswerCache cache(
            UpstreamDirectives directives,
            CacheProperties.Pages pages,
            TestUpstream upstream,
            FakeTicker ticker,
            SimpleMeterRegistry meters) {
        var properties = new CacheProperties(
                directives, TTL, WHILE_REVALIDATE, IF_ERROR, NOT_FOUND_TTL, DataSize.ofMegabytes(64), pages);
        return new CacheConfiguration().answerCache(properties, upstream.upstream(), ticker, meters, null);
    }

    static DetailRequest request(String account, long id) {
        return new DetailRequest(new Account(CredentialMode.FORWARD, account), new MessageId(id));
    }

    static CanonicalRequest request(Route route, String account, long number) {
        return route == Route.DETAIL
                ? request(account, number)
                : new ListRequest(new Account(CredentialMode.FORWARD, account), new PageNumber(number));
    }

    Mono<CachedAnswer> answer(CanonicalRequest request) {
        return cache.answer(request, Samples.contextOf(request), false);
    }

    /** An answer that is there without asking the upstream. */
    CachedAnswer stored(CanonicalRequest request) {
        return Objects.requireNonNull(answer(request).block(TestUpstream.PATIENCE));
    }

    /** A caller that waits. */
    CompletableFuture<CachedAnswer> start(CanonicalRequest request) {
        return TestUpstream.start(answer(request));
    }

    /** A caller whose call to the upstream is answered like this. */
    CachedAnswer load(CanonicalRequest request, byte[] answer) {
        var caller = start(request);
        origin.next().answer(answer);
        return caller.join();
    }

    /** Answers the refresh under way and waits until the cache has taken it in. */
    void endRefresh(byte[] answer, String outcome) {
        double before = refreshes(outcome);
        origin.next().answer(answer);
        await().until(() -> refreshes(outcome) == before + 1);
    }

    double refreshes(String outcome) {
        return count("gateway.cache.refreshes", "outcome", outcome);
    }

    double results(CacheResult result) {
        return count("gateway.cache.requests", "result", result.tag());
    }

    private double count(String meter, String tag, String value) {
        return meters.find(meter).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    static byte[] found(long id, String message, String... fields) {
        return Origin.json(200, json(id, message), fields);
    }

    static String json(long id, String message) {
        return "{\"offline_message_id\":" + id + ",\"message\":\"" + message + "\"}";
    }

    /** The entries of the page or the detail, whoever asked for it. */
    List<CacheEntry> entries(CanonicalRequest request) {
        return entries(cache.operations(), request);
    }

    static List<CacheEntry> entries(CacheOperations operations, CanonicalRequest request) {
        return request instanceof ListRequest list
                ? operations.entries(list.page())
                : operations.entries(((DetailRequest) request).id());
    }

    /** Evicts the page or the detail, whoever asked for it. */
    int evict(CanonicalRequest request) {
        return evict(cache.operations(), request);
    }

    static int evict(CacheOperations operations, CanonicalRequest request) {
        return request instanceof ListRequest list
                ? operations.evict(list.page())
                : operations.evict(((DetailRequest) request).id());
    }

    /** The page or the detail that was asked for, with that message. */
    static byte[] found(CanonicalRequest request, String message, String... fields) {
        return Origin.json(200, json(request, message), fields);
    }

    /** The number of a page is that of its only message. */
    static String json(CanonicalRequest request, String message) {
        return request instanceof ListRequest list
                ? "[" + json(list.page().value(), message) + "]"
                : json(((DetailRequest) request).id().value(), message);
    }

    static byte[] error(int status) {
        return Origin.json(status, "{}");
    }

    static String body(CachedAnswer answer) {
        return new String(((CachedAnswer.Found) answer).representation().body(), StandardCharsets.UTF_8);
    }

    static FailureKind kind(CachedAnswer answer) {
        return ((CachedAnswer.Refusal) answer).failure().kind();
    }

    @Override
    public void close() {
        upstream.close();
        origin.close();
    }
}
