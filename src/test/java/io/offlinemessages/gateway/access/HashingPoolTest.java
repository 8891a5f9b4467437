package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashingPoolTest {

    @Test
    void as_many_checks_run_at_once_as_it_has_threads() throws InterruptedException {
        try (var pool = new HashingPool(2)) {
            assertThat(pool.threads()).isEqualTo(2);
            var together = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> {
                    together.countDown();
                    await(together);
                });
            }
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void its_threads_have_a_telling_name() throws Exception {
        try (var pool = new HashingPool(1)) {
            var name = new CompletableFuture<String>();
            pool.execute(() -> name.complete(Thread.currentThread().getName()));

            assertThat(name.get(30, TimeUnit.SECONDS)).startsWith("password-hashing-");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
