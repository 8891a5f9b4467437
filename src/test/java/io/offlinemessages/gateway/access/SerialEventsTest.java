package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialEventsTest {

    private final SerialEvents events = new SerialEvents(() -> 7);

    @Test
    void an_event_that_another_brings_comes_after_it() {
        List<String> happened = new ArrayList<>();
        events.add(now -> {
            events.add(later -> happened.add("second at " + later));
            happened.add("first at " + now);
        });
        assertThat(happened).containsExactly("first at 7", "second at 7");
    }

    @Test
    void an_event_that_fails_stops_none_behind_it() {
        List<String> happened = new ArrayList<>();
        events.add(now -> {
            throw new IllegalStateException("on purpose");
        });
        events.add(now -> happened.add("next"));
        assertThat(happened).containsExactly("next");
    }

    @Test
    void events_of_many_threads_all_run_and_never_two_at_once() throws InterruptedException {
        int threads = 8;
        int each = 2_000;
        int[] happened = new int[1];
        var over = new CountDownLatch(threads * each);
        for (int thread = 0; thread < threads; thread++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            events.add(now -> {
                                happened[0]++;
                                over.countDown();
                            });
                        }
                    })
                    .start();
        }
        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(happened[0]).isEqualTo(threads * each);
    }
}
