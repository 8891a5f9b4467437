package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Fault;
import io.offlinemessages.gateway.contract.GatewayMeter;
import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The guarded entry to the upstream. No request queues here: it is sent at once if rate limit, circuit breaker, bulkheads and budget
 * permit it, and refused otherwise. It is retried where that is safe, and ended by one deadline over all attempts.
 */
public final class Upstream {

    /** Safety net: ends a call whose own deadline did not fire. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String FOUND = "found";

    /** The outcome tag of a request that is sent again on a new connection. */
    private static final String LOST = "connection_lost";

    private static final Mono<Outcome> ASTRAY =
            Mono.just(new Outcome.Failed(Failure.of(FailureKind.DEADLINE_EXCEEDED)));

    private final UpstreamClient client;
    private final Map<Route, RouteGuard> guards;
    private final Quota quota;
    private final Duration deadline;
    private final Ticker ticker;
    private final MeterRegistry meters;
    private final CallSpans spans;
    private final Map<Route, Map<String, Timer>> timers = new EnumMap<>(Route.class);

    Upstream(
            UpstreamClient client,
            Map<Route, RouteGuard> guards,
            UpstreamProperties properties,
            Quota quota,
            Ticker ticker,
            MeterRegistry meters,
            CallSpans spans) {
        this.client = client;
        this.guards = Map.copyOf(guards);
        this.quota = quota;
        this.deadline = properties.deadline();
        this.ticker = ticker;
        this.meters = meters;
        this.spans = spans;
        // Registered at the start, because alerts count from the first event on.
        for (Route route : Route.values()) {
            timers.put(route, new ConcurrentHashMap<>());
            timer(route, FOUND);
            timer(route, FailureKind.NO_RECORD.tag());
            timer(route, FailureKind.CREDENTIAL_REFUSED.tag());
        }
        if (properties.requestsPerMinute() > 0) {
            GatewayMeter.BUDGET_LIMIT.gauge(meters, properties::requestsPerMinute);
            GatewayMeter.BUDGET_USED.gauge(meters, quota::used);
        }
    }

    /** The longest time until an outcome arrives. */
    public Duration longest() {
        return deadline.plus(GRACE);
    }

    /** Calls the upstream. The outcome arrives within {@code gateway.upstream.deadline}; failures are values. */
    public Mono<Outcome> fetch(CanonicalRequest request, CallContext context) {
        return Mono.defer(() -> {
            var end = new Deadline(ticker, deadline);
            RouteGuard guard = Objects.requireNonNull(guards.get(request.route()));
            CallContext timed = quota.timed(context);
            return guard.run(() -> call(request, timed, end), end).timeout(longest(), ASTRAY);
        });
    }

    /**
     * Makes one attempt. If a used connection loses the request unanswered, the request is sent once more on a new one. The loss does
     * not count against the upstream: breaker, bulkheads and retry see one call, while budget, meters and spans see each request sent.
     */
    private Mono<Outcome> call(CanonicalRequest request, CallContext context, Deadline end) {
        return send(request, context, end, false)
                .onErrorResume(ConnectionLost.class, lost -> send(request, context, end, true));
    }

    private Mono<Outcome> send(CanonicalRequest request, CallContext context, Deadline end, boolean unused) {
        return quota.spend(request.account(), context.time())
                .then(Mono.defer(() -> sendNow(request, context, end, unused)));
    }

    private Mono<Outcome> sendNow(CanonicalRequest request, CallContext context, Deadline end, boolean unused) {
        long start = ticker.read();
        CallSpan span = spans.start(request, context.span());
        return client.call(request, context.below(span.context()), end.left(), unused)
                .doOnNext(outcome -> observe(request, outcome, span, start))
                .doOnError(thrown -> span.end(LOST, false, () -> record(request.route(), LOST, start)))
                .doOnCancel(() -> span.end("cancelled", false, () -> record(request.route(), "cancelled", start)));
    }

    private void observe(CanonicalRequest request, Outcome outcome, CallSpan span, long start) {
        Failure failure = outcome.failure();
        if (failure == null) {
            span.end(FOUND, false, () -> record(request.route(), FOUND, start));
            return;
        }
        String tag = failure.kind().tag();
        span.end(tag, failure.kind().fault() != Fault.CALLER, () -> record(request.route(), tag, start));
        if (failure.kind() == FailureKind.RATE_LIMITED && failure.retryAfter() != null) {
            quota.close(request.account(), failure.retryAfter());
        }
    }

    private void record(Route route, String outcome, long start) {
        timer(route, outcome).record(Duration.ofNanos(ticker.read() - start));
    }

    private Timer timer(Route route, String outcome) {
        return Objects.requireNonNull(timers.get(route))
                .computeIfAbsent(outcome, tag -> GatewayMeter.UPSTREAM_REQUESTS.timer(meters, route.id(), tag));
    }
}
