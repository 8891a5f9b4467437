package io.offlinemessages.gateway.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test class: collects garbage, lets Netty look for buffers that were collected unreleased, and asserts none. */
public final class NoLeaks implements AfterAllCallback {

    private static final int LOOKS = 8;

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        System.gc();
        for (int i = 0; i < LOOKS; i++) {
            // A detector reports when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.buffer(16).release();
        }
        assertThat(RecordingLeakDetectors.leaks()).isEmpty();
    }
}
