package io.offlinemessages.gateway.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.Test;

class NoLeaksTest {

    @Test
    void the_recording_detectors_are_the_ones_that_netty_uses() {
        assertThat(ResourceLeakDetectorFactory.instance()).isInstanceOf(RecordingLeakDetectors.class);
    }
}
