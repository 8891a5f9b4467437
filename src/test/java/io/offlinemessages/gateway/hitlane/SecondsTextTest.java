package io.offlinemessages.gateway.hitlane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTextTest {

    private final AtomicInteger spelled = new AtomicInteger();
    private final SecondsText text = new SecondsText(seconds -> {
        spelled.incrementAndGet();
        return "ttl=" + seconds;
    });

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3_599, 3_600, 86_400, Long.MAX_VALUE, -1})
    void a_number_that_is_asked_for_again_is_spelled_once(long seconds) {
        assertThat(text.of(seconds).toString()).isEqualTo("ttl=" + seconds);
        assertThat(text.of(seconds).toString()).isEqualTo("ttl=" + seconds);
        assertThat(spelled).hasValue(1);
    }

    @Test
    void numbers_that_are_an_hour_apart_share_one_place() {
        assertThat(text.of(10).toString()).isEqualTo("ttl=10");
        assertThat(text.of(3_610).toString()).isEqualTo("ttl=3610");
        assertThat(text.of(10).toString()).isEqualTo("ttl=10");
        assertThat(spelled).hasValue(3);
    }
}
