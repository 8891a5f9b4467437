package io.offlinemessages.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.check.ConfigurationInfoContributor;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.hitlane.HitLaneProperties;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.telemetry.AccessLogProperties;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.offlinemessages.gateway.wire.DrainProperties;
import io.offlinemessages.gateway.wire.RequestIds;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
class GatewayConfiguration {

    @Bean
    UpstreamProperties upstreamProperties(GatewayProperties properties) {
        return properties.upstream();
    }

    @Bean
    AccessProperties accessProperties(GatewayProperties properties) {
        return properties.access();
    }

    @Bean
    CacheProperties cacheProperties(GatewayProperties properties) {
        return properties.cache();
    }

    @Bean
    HitLaneProperties hitLaneProperties(GatewayProperties properties) {
        return properties.hitLane();
    }

    @Bean
    AccessLogProperties accessLogProperties(GatewayProperties properties) {
        return properties.accessLog();
    }

    @Bean
    DrainProperties drainProperties(GatewayProperties properties) {
        return properties.drain();
    }

    @Bean
    LimitsProperties limitsProperties(GatewayProperties properties) {
        return properties.limits();
    }

    @Bean
    TrustedProxies trustedProxies(GatewayProperties properties) {
        return TrustedProxies.of(properties.trustedProxies());
    }

    @Bean
    RequestIds requestIds(GatewayProperties properties) {
        return new RequestIds(properties.requestIdHeader());
    }

    @Bean
    OpenApiDocument openApiDocument() {
        return OpenApiDocument.packaged();
    }

    @Bean
    ConfigurationInfoContributor configurationInfoContributor(GatewayProperties properties, Environment environment) {
        return new ConfigurationInfoContributor("gateway", properties, environment);
    }

    /** All durations are measured with this; tests set their own. */
    @Bean
    Ticker ticker() {
        return Ticker.systemTicker();
    }

    /** Dates of the calendar are read from this; tests set their own. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
