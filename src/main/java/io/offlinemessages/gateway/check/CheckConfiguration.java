package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.upstream.UpstreamProperties;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class CheckConfiguration {

    @Bean
    SmartInitializingSingleton startupChecks(Environment environment, UpstreamProperties upstream) {
        return () -> StartupChecks.run(environment, upstream);
    }
}
