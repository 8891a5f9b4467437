package io.offlinemessages.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.check.ConfigurationInfoContributor;
import io.offlinemessages.gateway.contract.OpenApiDocument;
import io.offlinemessages.gateway.hitlane.HitLaneProperties;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.limits.RequestRates;
import io.offlinemessages.gateway.limits.TrustedProxies;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.telemetry.AccessLogProperties;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.offlinemessages.gateway.watch.FileWatch;
import io.offlinemessages.gateway.wire.DrainProperties;
import io.offlinemessages.gateway.wire.RequestIds;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
@Import(GatewayConfiguration.Sections.class)
class GatewayConfiguration {

    @Bean
    TrustedProxies trustedProxies(GatewayProperties properties) {
        return new TrustedProxies(properties.trustedProxies());
    }

    @Bean
    RequestRates requestRates(LimitsProperties limits, Ticker ticker) {
        return new RequestRates(limits, ticker);
    }

    @Bean
    RequestIds requestIds(GatewayProperties properties) {
        return new RequestIds(properties.requestIdHeader());
    }

    @Bean
    FileWatch fileWatch() {
        return new FileWatch();
    }

    @Bean
    OpenApiDocument openApiDocument() {
        return OpenApiDocument.packaged();
    }

    @Bean
    ConfigurationInfoContributor configurationInfoContributor(GatewayProperties properties, Environment environment) {
        return new ConfigurationInfoContributor("gateway", properties, environment);
    }

    /** Measures all durations; tests set their own. */
    @Bean
    Ticker ticker() {
        return Ticker.systemTicker();
    }

    /** Tells the date; tests set their own. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Registers each room's section of {@code gateway.*} as a bean. */
    static final class Sections implements BeanRegistrar {

        @Override
        public void register(BeanRegistry beans, Environment environment) {
            register(beans, UpstreamProperties.class, GatewayProperties::upstream);
            register(beans, AccessProperties.class, GatewayProperties::access);
            register(beans, CacheProperties.class, GatewayProperties::cache);
            register(beans, HitLaneProperties.class, GatewayProperties::hitLane);
            register(beans, AccessLogProperties.class, GatewayProperties::accessLog);
            register(beans, DrainProperties.class, GatewayProperties::drain);
            register(beans, LimitsProperties.class, GatewayProperties::limits);
            register(beans, SharedProperties.class, GatewayProperties::shared);
        }

        private static <T> void register(BeanRegistry beans, Class<T> type, Function<GatewayProperties, T> section) {
            beans.registerBean(
                    type, bean -> bean.supplier(context -> section.apply(context.bean(GatewayProperties.class))));
        }
    }
}
