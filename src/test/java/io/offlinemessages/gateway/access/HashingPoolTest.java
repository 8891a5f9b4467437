package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashingPoolTest {

    @Test
    void checks_beyond_the_threads_wait_and_beyond_the_queue_are_refused_until_one_ends() throws InterruptedException {
        try (var pool = new HashingPool(2, 3)) {
            var started = new CountDownLatch(2);
            var release = new CountDownLatch(1);
            var ended = new CountDownLatch(5);
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> {
                    started.countDown();
                    await(release);
                    ended.countDown();
                });
            }
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> pool.execute(ended::countDown)).isInstanceOf(RejectedExecutionException.class);

            release.countDown();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            var late = new CountDownLatch(1);
            Awaitility.await().ignoreException(RejectedExecutionException.class).until(() -> {
                pool.execute(late::countDown);
                return true;
            });
            assertThat(late.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void its_threads_say_what_they_are_for() throws Exception {
        try (var pool = new HashingPool(1, 0)) {
            var name = new CompletableFuture<String>();
            pool.execute(() -> name.complete(Thread.currentThread().getName()));

            assertThat(name.get(30, TimeUnit.SECONDS)).startsWith("password-hashing-");
        }
    }

    @Test
    void a_check_that_throws_gives_its_place_back() {
        try (var pool = new HashingPool(1, 0)) {
            for (int i = 0; i < 10; i++) {
                var ran = new CountDownLatch(1);
                Awaitility.await()
                        .dontCatchUncaughtExceptions()
                        .ignoreException(RejectedExecutionException.class)
                        .until(() -> {
                            pool.execute(() -> {
                                ran.countDown();
                                throw new IllegalStateException("on purpose");
                            });
                            return true;
                        });
                await(ran);
            }
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
