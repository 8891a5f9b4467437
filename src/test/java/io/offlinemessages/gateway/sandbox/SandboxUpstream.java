package io.offlinemessages.gateway.sandbox;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The documented API on loopback, played by WireMock from the mappings under {@code src/test/resources/sandbox}. One that is closed
 * is idle, and its server is the next one's: on the same port, but with the mappings of the sandbox alone and no memory of calls.
 */
public final class SandboxUpstream implements AutoCloseable {

    /** The account that the sandbox's upstream lets in. */
    public static final String USERNAME = "gateway@example.com";

    public static final String PASSWORD = "sandbox";

    private static final Deque<WireMockServer> IDLE = new ArrayDeque<>();

    private final WireMockServer server = idleOrStarted();

    private static WireMockServer idleOrStarted() {
        synchronized (IDLE) {
            if (!IDLE.isEmpty()) {
                return IDLE.pop();
            }
        }
        var starting = new WireMockServer(options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .usingFilesUnderClasspath("sandbox")
                .containerThreads(64)
                .asynchronousResponseEnabled(true)
                .maxRequestJournalEntries(100_000));
        starting.start();
        return starting;
    }

    /** Stops all that are idle. */
    public static void stopIdle() {
        synchronized (IDLE) {
            IDLE.forEach(WireMockServer::stop);
            IDLE.clear();
        }
    }

    /** The server, for stubs of a test's own and for counting calls. */
    public WireMockServer server() {
        return server;
    }

    /** The properties that put a gateway in front of it. */
    public List<String> gatewayProperties() {
        return List.of(
                "--gateway.upstream.base-url=" + server.baseUrl(),
                "--gateway.upstream.username=" + USERNAME,
                "--gateway.upstream.password=" + PASSWORD,
                "--gateway.access.users-file=" + usersFile());
    }

    /** The users file of the sandbox. */
    public static Path usersFile() {
        try {
            var resource = SandboxUpstream.class.getResource("/sandbox/users.yaml");
            return Path.of(Objects.requireNonNull(resource).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.resetAll();
        server.resetToDefaultMappings();
        synchronized (IDLE) {
            IDLE.push(server);
        }
    }
}
