package io.offlinemessages.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FileWatchTest {

    @Test
    void a_poll_that_throws_does_not_end_the_watch() {
        Runnable poll = FileWatch.untiring(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatCode(poll::run).doesNotThrowAnyException();
    }

    @Test
    void each_poll_is_run_again_and_again() throws InterruptedException {
        var one = new CountDownLatch(2);
        var other = new CountDownLatch(2);
        try (var watch = new FileWatch()) {
            watch.add(one::countDown);
            watch.add(other::countDown);

            assertThat(one.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
