package io.offlinemessages.gateway.leaks;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Netty's own leak detectors, which also remember what they report; set up before the first buffer exists. */
public final class RecordingLeakDetectors extends ResourceLeakDetectorFactory implements LauncherSessionListener {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** Everything that has leaked so far. */
    static List<String> leaks() {
        return List.copyOf(LEAKS);
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        setResourceLeakDetectorFactory(this);
    }

    @Override
    @SuppressWarnings("deprecation") // the method that the factory's contract asks for
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        return new Recording<>(resource, samplingInterval);
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {

        Recording(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + records);
            super.reportTracedLeak(resourceType, records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
            super.reportUntracedLeak(resourceType);
        }
    }
}
