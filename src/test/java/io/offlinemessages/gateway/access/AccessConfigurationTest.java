package io.offlinemessages.gateway.access;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class AccessConfigurationTest {

    @Test
    void a_look_that_throws_does_not_end_the_watch() {
        Runnable look = AccessConfiguration.untiring(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatCode(look::run).doesNotThrowAnyException();
    }
}
