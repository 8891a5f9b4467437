package io.offlinemessages.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.support.TaskUtils;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Looks at the users file; two equal looks make a change, so one takes effect after at most two seconds. */
    private static final long LOOK_EVERY_MILLIS = 1_000;

    /** Waiting password checks; at some 60 ms a hash the last of them waits four seconds on one thread. */
    private static final int MOST_WAITING = 64;

    @Bean
    CredentialKey.Factory credentialKeys() {
        return new CredentialKey.Factory(new SecureRandom());
    }

    @Bean
    UserDirectory userDirectory(
            AccessProperties properties, CredentialKey.Factory keys, Ticker ticker, MeterRegistry meters)
            throws UsersFileException {
        return new UserDirectory(properties, keys, ticker, meters);
    }

    @Bean(destroyMethod = "shutdownNow")
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    ScheduledExecutorService usersFileWatch(UserDirectory directory) {
        var threads = new CustomizableThreadFactory("users-file-watch-");
        threads.setDaemon(true);
        var watch = Executors.newSingleThreadScheduledExecutor(threads);
        watch.scheduleWithFixedDelay(
                untiring(directory::look), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** A look that throws is logged; without this it would be the last. */
    static Runnable untiring(Runnable look) {
        return TaskUtils.decorateTaskWithErrorHandler(look, null, true);
    }

    /** One thread fewer than cores, where there are two or more, so that a flood of passwords leaves the event loops room. */
    @Bean
    HashingPool passwordHashing() {
        return new HashingPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), MOST_WAITING);
    }

    @Bean
    Authenticator authenticator(
            UserDirectory directory, CredentialKey.Factory keys, HashingPool hashing, MeterRegistry meters) {
        return new Authenticator(directory, keys, hashing, meters);
    }
}
