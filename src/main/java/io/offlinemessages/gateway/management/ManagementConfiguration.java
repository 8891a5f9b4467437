package io.offlinemessages.gateway.management;

import io.offlinemessages.gateway.access.UserDirectory;
import io.offlinemessages.gateway.cache.CacheOperations;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.time.Clock;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ManagementConfiguration {

    @Bean
    UsersHealthIndicator usersHealthIndicator(UserDirectory directory) {
        return new UsersHealthIndicator(directory);
    }

    @Bean
    DetailCacheEndpoint detailCacheEndpoint(CacheOperations cache, Clock clock) {
        return new DetailCacheEndpoint(cache, clock);
    }

    @Bean
    SmartInitializingSingleton startupChecks(Environment environment, UpstreamProperties upstream) {
        return () -> StartupChecks.run(environment, upstream);
    }
}
