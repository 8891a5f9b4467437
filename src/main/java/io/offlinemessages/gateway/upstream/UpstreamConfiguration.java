package io.offlinemessages.gateway.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.watch.FileWatch;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties.Pool.PoolType;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.client.HttpClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpClientProperties.class)
class UpstreamConfiguration {

    private static final String HTTP_CLIENT = "spring.cloud.gateway.server.webflux.httpclient.";

    @Bean
    HttpClientSslConfigurer upstreamSsl(HttpClientProperties properties, ServerProperties server, SslBundles bundles) {
        return new HttpClientSslConfigurer(properties.getSsl(), server, bundles);
    }

    @Bean
    HttpClientFactory upstreamHttpClient(
            HttpClientProperties properties, ServerProperties server, HttpClientSslConfigurer ssl) {
        requireInt("max-header-size", properties.getMaxHeaderSize());
        requireInt("max-initial-line-length", properties.getMaxInitialLineLength());
        return new BoundedHttpClientFactory(properties, server, ssl);
    }

    @Bean
    UpstreamCredential upstreamCredential(
            UpstreamProperties properties, ConfigurableEnvironment environment, MeterRegistry meters, FileWatch watch) {
        var credential = new UpstreamCredential(properties);
        var files = new CredentialFiles(environment, credential, meters);
        if (files.areUsed()) {
            watch.add(files::poll);
        }
        return credential;
    }

    @Bean
    Accounts accounts(UpstreamCredential credential) {
        return credential.accounts();
    }

    @Bean
    UpstreamNames upstreamNames(@Nullable DnsServerAddressStreamProvider servers, Ticker ticker) {
        return new UpstreamNames(servers, ticker);
    }

    @Bean
    UpstreamClient upstreamClient(
            HttpClient http,
            UpstreamNames names,
            HttpClientProperties properties,
            HttpClientSslConfigurer ssl,
            SslBundles bundles,
            UpstreamProperties upstream,
            UpstreamCredential credential,
            Clock clock) {
        var client =
                new UpstreamClient(names.askedBy(http), upstream, credential, new ResponseNormaliser(upstream, clock));
        String bundle = properties.getSsl().getSslBundle();
        if (bundle != null && upstream.address().isSecure()) {
            bundles.addBundleUpdateHandler(bundle, updated -> client.secure(ssl::configureSsl));
        }
        return client;
    }

    @Bean
    Upstream upstream(
            UpstreamClient client,
            HttpClientProperties pool,
            UpstreamProperties properties,
            CircuitBreakerRegistry breakers,
            RetryRegistry retries,
            BulkheadRegistry bulkheads,
            BulkheadProperties ofRoutes,
            Ticker ticker,
            MeterRegistry meters,
            @Nullable Tracer tracer,
            @Nullable Shared replicas) {
        Bulkhead shared = bulkheads.bulkhead("upstream");
        int calls = shared.getBulkheadConfig().getMaxConcurrentCalls();
        requireConnectionsFor(calls, pool.getPool());
        properties.requireRoomFor(calls);
        var guards = new EnumMap<Route, RouteGuard>(Route.class);
        for (Route route : Route.values()) {
            guards.put(
                    route,
                    new RouteGuard(
                            breakers.circuitBreaker(route.id()),
                            retries.retry(route.id()),
                            bulkhead(route, bulkheads, ofRoutes, shared),
                            shared));
        }
        var spans = new CallSpans(tracer, properties.address());
        return new Upstream(client, guards, properties, new Quota(properties, replicas, ticker), ticker, meters, spans);
    }

    /** The route's own bulkhead: of the configured size, or of three quarters of the shared one. */
    private static Bulkhead bulkhead(
            Route route, BulkheadRegistry bulkheads, BulkheadProperties ofRoutes, Bulkhead shared) {
        var own = ofRoutes.getInstances().get(route.id());
        int calls = own == null || own.getMaxConcurrentCalls() == null
                ? Math.max(1, shared.getBulkheadConfig().getMaxConcurrentCalls() * 3 / 4)
                : own.getMaxConcurrentCalls();
        var config = BulkheadConfig.from(shared.getBulkheadConfig())
                .maxConcurrentCalls(calls)
                .build();
        Bulkhead bulkhead = bulkheads.bulkhead(route.id(), config);
        // Resilience4j has already created it where any of its properties is configured.
        bulkhead.changeConfig(config);
        return bulkhead;
    }

    /** A size beyond Netty's int would overflow. */
    private static void requireInt(String name, @Nullable DataSize size) {
        if (size != null && (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE)) {
            throw new InvalidProperty(HTTP_CLIENT + name, size, "a size from 1B to 2147483647B");
        }
    }

    /** Every call that the bulkhead permits must get a connection without queueing. */
    private static void requireConnectionsFor(int calls, HttpClientProperties.Pool pool) {
        if (pool.getType() == PoolType.FIXED && pool.getMaxConnections() < calls) {
            throw new InvalidProperty(
                    HTTP_CLIENT + "pool.max-connections",
                    pool.getMaxConnections(),
                    "at least resilience4j.bulkhead.instances.upstream.max-concurrent-calls, which is " + calls);
        }
    }
}
