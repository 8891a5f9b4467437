package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.watch.FileWatch;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    CredentialKey.Factory credentialKeys() {
        return new CredentialKey.Factory(new SecureRandom());
    }

    @Bean
    UserDirectory userDirectory(AccessProperties properties, MeterRegistry meters, FileWatch watch)
            throws UsersFileException {
        var directory = new UserDirectory(properties.file(), meters);
        watch.add(directory::poll);
        return directory;
    }

    /** One thread fewer than cores, at least one, so that a flood of passwords leaves the event loops room. */
    @Bean
    HashingPool passwordHashing() {
        return new HashingPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    @Bean
    Authenticator authenticator(
            UserDirectory directory,
            AccessProperties properties,
            CredentialKey.Factory keys,
            LimitsProperties limits,
            Ticker ticker,
            HashingPool hashing,
            MeterRegistry meters) {
        var memory = new CredentialMemory(directory, keys, properties.verifiedTtl(), ticker);
        var throttle = new PasswordThrottle(limits, keys, ticker);
        var queue = new HashingQueue(
                hashing.threads(),
                hashing,
                System::nanoTime,
                (nanos, task) -> Schedulers.parallel().schedule(task, nanos, TimeUnit.NANOSECONDS));
        return new Authenticator(directory, memory, keys, throttle, queue, meters);
    }
}
