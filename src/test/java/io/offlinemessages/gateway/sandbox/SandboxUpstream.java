package io.offlinemessages.gateway.sandbox;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The documented API on loopback, played by WireMock from the mappings under {@code src/test/resources/sandbox}. */
public final class SandboxUpstream implements AutoCloseable {

    /** The account that the sandbox's upstream lets in. */
    public static final String USERNAME = "gateway@example.com";

    public static final String PASSWORD = "sandbox";

    private final WireMockServer server = new WireMockServer(options()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .usingFilesUnderClasspath("sandbox")
            .containerThreads(64)
            .asynchronousResponseEnabled(true)
            .maxRequestJournalEntries(100_000));

    /** Starts it on a free port. */
    public SandboxUpstream() {
        server.start();
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
        server.stop();
    }
}
