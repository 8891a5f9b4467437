package io.offlinemessages.gateway.blocking;

import java.lang.management.ManagementFactory;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Installs BlockHound before the first test in a JVM that lets it in. Surefire, with several JVMs for tests, looks for them in
 * Maven's own first, where BlockHound has no business; so its JUnit listener, which installs it in any, will not do.
 */
public final class WatchfulJvm implements LauncherSessionListener {

    private static final String LETS_IT_IN = "-XX:+AllowRedefinitionToAddDeleteMethods";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (ManagementFactory.getRuntimeMXBean().getInputArguments().contains(LETS_IT_IN)) {
            BlockHound.install();
        }
    }
}
