package io.offlinemessages.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {

    @Bean
    RequestRates requestRates(LimitsProperties properties, Ticker ticker) {
        return new RequestRates(properties, ticker);
    }
}
