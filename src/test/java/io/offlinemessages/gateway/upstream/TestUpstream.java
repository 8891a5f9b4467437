package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.bulkhead.configuration.CommonBulkheadConfigurationProperties.InstanceProperties;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.contract.Secret;
import io.offlinemessages.gateway.shared.Shared;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** The real upstream, wired as the application wires it, with short waits and all its parts in reach. */
public final class TestUpstream implements AutoCloseable {

    static final Duration OPEN = Duration.ofSeconds(10);

    /** Far beyond what any answer takes. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final SslProvider.GenericSslContextSpec<?> TLS = Http11SslContextSpec.forClient();

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-06T08:49:37Z"), ZoneOffset.UTC);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConnectionProvider connections;
    private final CircuitBreakerRegistry breakers;
    private final Bulkhead bulkhead;
    private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    private final Upstream upstream;

    private TestUpstream(Builder settings) {
        var wiring = new UpstreamConfiguration();
        connections = new UpstreamConnections(ConnectionProvider.create("test", settings.connections), null);
        breakers = CircuitBreakerRegistry.ofDefaults();
        var retries = RetryRegistry.ofDefaults();
        for (Route route : Route.values()) {
            var breaker = CircuitBreakerConfig.custom()
                    .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                    .slidingWindowSize(30)
                    .minimumNumberOfCalls(settings.breakerCalls)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(OPEN)
                    .permittedNumberOfCallsInHalfOpenState(1);
            ResilienceConfiguration.breaker(route).customize(breaker);
            var unused = breakers.circuitBreaker(route.id(), breaker.build());
            var retry = RetryConfig.<Object>custom()
                    .maxAttempts(settings.attempts)
                    .intervalFunction(IntervalFunction.of(settings.retryWait));
            ResilienceConfiguration.retry(route).customize(retry);
            var unusedToo = retries.retry(route.id(), retry.build());
        }
        bulkhead = bulkheads.bulkhead(
                "upstream",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.concurrentCalls)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        upstream = wiring.upstream(
                new UpstreamClient(
                        settings.client.apply(client(settings)),
                        settings.properties(),
                        new UpstreamCredential(settings.properties()),
                        new ResponseNormaliser(settings.properties(), CLOCK)),
                new HttpClientProperties(),
                settings.properties(),
                breakers,
                retries,
                bulkheads,
                settings.ofRoutes,
                settings.ticker,
                meters,
                null,
                settings.shared);
    }

    public static Builder at(URI base) {
        return new Builder(base);
    }

    public Upstream upstream() {
        return upstream;
    }

    /** Asks and waits for the outcome. */
    Outcome fetch(CanonicalRequest request) {
        return Objects.requireNonNull(
                upstream.fetch(request, Samples.contextOf(request)).block(PATIENCE));
    }

    /** Asks, waits, and expects a failure. */
    Failure fail(CanonicalRequest request) {
        return Objects.requireNonNull(fetch(request).failure());
    }

    /** Subscribes now; what comes can be looked at later. */
    public static <T> CompletableFuture<T> start(Mono<T> mono) {
        var future = new CompletableFuture<T>();
        var unused = mono.timeout(PATIENCE)
                .switchIfEmpty(Mono.error(() -> new AssertionError("no answer")))
                .subscribe(future::complete, future::completeExceptionally);
        return future;
    }

    public CircuitBreaker breaker(Route route) {
        return breakers.circuitBreaker(route.id());
    }

    /** How many calls hold a place in the bulkhead. */
    public int inFlight() {
        return bulkhead.getMetrics().getMaxAllowedConcurrentCalls()
                - bulkhead.getMetrics().getAvailableConcurrentCalls();
    }

    /** The bulkhead of the route. */
    Bulkhead bulkhead(Route route) {
        return bulkheads.bulkhead(route.id());
    }

    /** How many calls were made and ended in that outcome. */
    long calls(Route route, String outcome) {
        var timer = meters.find("gateway.upstream.requests")
                .tags("route", route.id(), "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    /** How many calls were made. */
    long calls() {
        return meters.find("gateway.upstream.requests").timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    /** The value of a gauge; empty where there is none of that name. */
    OptionalDouble gauge(String name) {
        return meters.find(name).gauges().stream().mapToDouble(Gauge::value).findFirst();
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private HttpClient client(Builder settings) {
        var http = HttpClient.create(connections);
        return settings.base.getScheme().equals("https")
                ? http.secure(spec -> spec.sslContext(TLS).handshakeTimeout(settings.handshakeTimeout))
                : http;
    }

    /** What a test may set; the rest stays out of its way. */
    public static final class Builder {

        private final URI base;
        private Ticker ticker = new FakeTicker();
        private CredentialMode credentials = CredentialMode.SERVICE;
        private Duration connectTimeout = Duration.ofSeconds(20);
        private Duration handshakeTimeout = Duration.ofSeconds(20);
        private Duration responseTimeout = Duration.ofSeconds(20);
        private Duration deadline = Duration.ofSeconds(20);
        private DataSize maxBody = DataSize.ofKilobytes(64);
        private int requestsPerMinute;
        private int attempts = 3;
        private Duration retryWait = Duration.ofMillis(1);
        private int breakerCalls = 10_000;
        private int concurrentCalls = 64;
        private final BulkheadProperties ofRoutes = new BulkheadProperties();
        private int connections = 64;
        private @Nullable Shared shared;
        private UnaryOperator<HttpClient> client = http -> http;

        private Builder(URI base) {
            this.base = base;
        }

        public Builder ticker(Ticker value) {
            ticker = value;
            return this;
        }

        public Builder forwarding() {
            credentials = CredentialMode.FORWARD;
            return this;
        }

        Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        Builder handshakeTimeout(Duration value) {
            handshakeTimeout = value;
            return this;
        }

        public Builder responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        Builder deadline(Duration value) {
            deadline = value;
            connectTimeout = connectTimeout.compareTo(value) > 0 ? value : connectTimeout;
            responseTimeout = responseTimeout.compareTo(value) > 0 ? value : responseTimeout;
            return this;
        }

        Builder maxBody(DataSize value) {
            maxBody = value;
            return this;
        }

        public Builder requestsPerMinute(int value) {
            requestsPerMinute = value;
            return this;
        }

        public Builder attempts(int value) {
            attempts = value;
            return this;
        }

        Builder retryWait(Duration value) {
            retryWait = value;
            return this;
        }

        Builder breakerCalls(int value) {
            breakerCalls = value;
            return this;
        }

        public Builder concurrentCalls(int value) {
            concurrentCalls = value;
            return this;
        }

        /** Gives the route a bulkhead of its own with so many places. */
        Builder concurrentCalls(Route route, int value) {
            ofRoutes.getInstances()
                    .computeIfAbsent(route.id(), name -> new InstanceProperties())
                    .setMaxConcurrentCalls(value);
            return this;
        }

        /** Shares with other replicas. */
        Builder shared(Shared value) {
            shared = value;
            return this;
        }

        Builder connections(int value) {
            connections = value;
            return this;
        }

        Builder client(UnaryOperator<HttpClient> value) {
            client = value;
            return this;
        }

        /** Asks this server for names. */
        Builder names(NameServer value) {
            return client(new UpstreamNames(value.asked(), ticker)::askedBy);
        }

        public TestUpstream build() {
            return new TestUpstream(this);
        }

        public UpstreamProperties properties() {
            return new UpstreamProperties(
                    BaseUrl.of(base.toString()),
                    credentials,
                    credentials == CredentialMode.SERVICE ? "gateway@example.com" : null,
                    credentials == CredentialMode.SERVICE ? new Secret("sesame") : null,
                    connectTimeout,
                    responseTimeout,
                    deadline,
                    maxBody,
                    requestsPerMinute);
        }
    }
}
