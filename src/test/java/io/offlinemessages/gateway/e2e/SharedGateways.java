package io.offlinemessages.gateway.e2e;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The gateways that test classes of one configuration share: each runs from when it is first asked for to the JVM's last test. */
public final class SharedGateways implements LauncherSessionListener {

    private static final Map<List<String>, RunningGateway> RUNNING = new HashMap<>();

    /** The one with these arguments, which is started unless it runs. */
    static synchronized RunningGateway with(List<String> arguments, Supplier<RunningGateway> start) {
        RunningGateway running = RUNNING.get(arguments);
        if (running == null) {
            running = start.get();
            RUNNING.put(arguments, running);
        }
        return running;
    }

    private static synchronized void closeAll() {
        RUNNING.values().forEach(RunningGateway::close);
        RUNNING.clear();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        closeAll();
        SandboxUpstream.stopIdle();
    }
}
