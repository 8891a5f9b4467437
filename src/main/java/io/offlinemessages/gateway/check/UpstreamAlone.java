package io.offlinemessages.gateway.check;

import com.github.benmanes.caffeine.cache.Ticker;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.watch.FileWatch;
import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * An application that is nothing but the door to the upstream, for when the whole does not start. It is no
 * {@code @Configuration}, lest the whole finds it too.
 */
@EnableAutoConfiguration
@ComponentScan(basePackageClasses = {Upstream.class, FileWatch.class})
class UpstreamAlone {

    @Bean
    Ticker ticker() {
        return Ticker.systemTicker();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
