package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: one file, from any folder, configured by arguments and environment, stopped by a signal. */
class RunnableJarIT {

    @Test
    void it_starts_from_another_folder_answers_and_stops_cleanly(@TempDir Path folder) throws Exception {
        int port = freePort();
        int management = freePort();
        try (var sandbox = new SandboxUpstream()) {
            Process gateway = start(folder, sandbox, port, management);
            try {
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> health(management) == 200);
                assertThat(RawConnection.get(port, "/api/offlinemessages/744", "john")
                                .status())
                        .isEqualTo(200);
                assertThat(RawConnection.manage(management, "/docs/swagger-ui-bundle.js")
                                .status())
                        .isEqualTo(200);
            } finally {
                gateway.destroy();
            }
            assertThat(gateway.waitFor(40, TimeUnit.SECONDS)).isTrue();
            String output = Files.readString(folder.resolve("output"));
            assertThat(output).contains("Started GatewayApplication").doesNotContain("ERROR", "Exception");
        }
    }

    private static Process start(Path folder, SandboxUpstream sandbox, int port, int management) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar().toAbsolutePath().toString()));
        command.addAll(sandbox.gatewayProperties());
        command.add("--server.port=" + port);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
        return builder.start();
    }

    private static Path jar() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int health(int port) {
        return RawConnection.manage(port, "/actuator/health/readiness").status();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
