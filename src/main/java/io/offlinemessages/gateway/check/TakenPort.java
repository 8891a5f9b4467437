package io.offlinemessages.gateway.check;

import java.io.IOException;
import java.net.ServerSocket;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The failure of a start whose port is taken: names the property, and the options that start the gateway on free ports. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class TakenPort extends AbstractFailureAnalyzer<PortInUseException> {

    private static final String MANAGEMENT = "management.server.port";
    private static final int FIRST = 8090;
    private static final int LAST = 65_535;

    private final Environment environment;

    TakenPort(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        String port = Integer.toString(cause.getPort());
        String property = port.equals(environment.getProperty(MANAGEMENT)) ? MANAGEMENT : "server.port";
        return new FailureAnalysis(
                property + " is " + port + ", where another program listens.",
                "Stop that program, or start on free ports: " + options(),
                cause);
    }

    /** Options that choose two ports which are free now, such as {@code --server.port=8090 --management.server.port=8091}. */
    public static String options() {
        int port = free(FIRST);
        return "--server.port=" + port + " --" + MANAGEMENT + "=" + free(port + 1);
    }

    /** The first free port from there; 0, by which the system chooses one, where none is. */
    private static int free(int from) {
        for (int port = from; port <= LAST; port++) {
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        return 0;
    }
}
