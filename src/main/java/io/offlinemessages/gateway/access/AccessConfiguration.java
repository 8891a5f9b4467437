package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.watch.FileWatch;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Waiting password checks; at some 60 ms a hash the last waits two seconds on one thread, and twelve among wrong ones. */
    private static final int MOST_WAITING = 32;

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

    /** One thread fewer than cores, where there are two or more, so that a flood of passwords leaves the event loops room. */
    @Bean
    HashingPool passwordHashing() {
        return new HashingPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), MOST_WAITING);
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
        return new Authenticator(directory, memory, keys, throttle, hashing, LockSupport::parkNanos, meters);
    }
}
