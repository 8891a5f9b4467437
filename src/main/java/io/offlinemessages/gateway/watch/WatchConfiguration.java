package io.offlinemessages.gateway.watch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    @Bean
    FileWatch fileWatch() {
        return new FileWatch();
    }
}
