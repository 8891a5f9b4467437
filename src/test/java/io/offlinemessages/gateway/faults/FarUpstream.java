package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.upstream.Origin;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The documented API as a process at the far end of a link; it ends with whoever started it. */
public final class FarUpstream implements AutoCloseable {

    private static final int PORT = 8080;
    private static final int BACKLOG = 1_000;

    private final Process process;

    /** Starts it. */
    FarUpstream(Link link) throws IOException, URISyntaxException {
        process = link.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                folder(FarUpstream.class).resolve("faults/Start.java").toString()));
    }

    private static Path folder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    String url() {
        return "http://" + Link.THERE + ":" + PORT;
    }

    /** Whether it takes connections. */
    boolean isUp() {
        try (var connection = new Socket(Link.THERE, PORT)) {
            return connection.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What the process does, to its end. */
    public static void run() throws IOException {
        var origin = new Origin(new ServerSocket(PORT, BACKLOG), FarUpstream::serve);
        // Until the other process has gone, or ends this one.
        System.in.transferTo(System.out);
        origin.close();
    }

    private static void serve(Origin.Connection connection) throws IOException {
        for (Origin.Request request = connection.read(); request != null; request = connection.read()) {
            Question documented = Documented.at(request.target());
            connection.write(Origin.json(documented.status(), documented.body()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
