package io.offlinemessages.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.cache.AnswerCache;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.check.Rehearsal;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.shared.LoginFiles;
import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.offlinemessages.gateway.watch.FileWatch;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The beans of the link between replicas; absent, with all classes that it names, unless {@code gateway.shared.redis-url} is set. */
@Configuration(proxyBeanMethods = false)
@Conditional(SharedConfiguration.OnRedisUrl.class)
class SharedConfiguration {

    private static final Duration FIRST_TRY = Duration.ofSeconds(3);

    @Bean
    Shared shared(
            SharedProperties properties,
            UpstreamProperties upstream,
            CacheProperties cache,
            SslBundles bundles,
            ConfigurableEnvironment environment,
            FileWatch watch,
            Ticker ticker,
            Clock clock,
            MeterRegistry meters,
            @Nullable Tracer tracer) {
        String bundle = properties.sslBundle();
        var shared = new Shared(
                properties,
                upstream.requestsPerMinute(),
                longest(cache),
                bundle == null ? null : bundles.getBundle(bundle),
                ticker,
                clock,
                meters,
                tracer);
        if (bundle != null) {
            bundles.addBundleUpdateHandler(bundle, shared::secure);
        }
        var login = new LoginFiles(environment, properties, shared::login, meters);
        if (login.areUsed()) {
            watch.add(login::poll);
        }
        return shared;
    }

    /** At {@code /actuator/info}: the state of the link and the number of replicas. */
    @Bean
    InfoContributor sharedInfo(Shared shared) {
        return info -> info.withDetail("shared", Map.of("link", shared.link().state(), "members", shared.members()));
    }

    /**
     * Connects once before the gateway accepts requests. A server that can never be used stops the start; one that is unreachable does
     * not.
     */
    @Bean
    SmartInitializingSingleton sharedStart(Shared shared, AnswerCache cache, ObjectProvider<Rehearsal> rehearsal) {
        return () -> {
            boolean rehearsed = rehearsal.getIfAvailable() != null;
            try {
                (rehearsed ? shared.rehearse() : shared.start(cache.listener()))
                        .toFuture()
                        .get(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof InvalidProperty refusal ? refusal : new IllegalStateException(e);
            } catch (TimeoutException e) {
                // The link keeps trying.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static Duration longest(CacheProperties cache) {
        CacheProperties.Pages list = cache.list();
        return Collections.max(List.of(
                cache.ttl().plus(cache.staleWhileRevalidate()),
                cache.ttl().plus(cache.staleIfError()),
                cache.notFoundTtl(),
                list.ttl().plus(list.staleWhileRevalidate()),
                list.ttl().plus(list.staleIfError())));
    }

    /** Whether the URL is set. As in the properties, blank counts as not set. */
    static final class OnRedisUrl implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String url = context.getEnvironment().getProperty("gateway.shared.redis-url");
            return url != null && !url.isBlank();
        }
    }
}
