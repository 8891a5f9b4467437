package io.offlinemessages.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways behind HAProxy, which retries nothing, restarted one after the other under constant keep-alive load. */
@NeedsTools("haproxy")
@Tag("endurance")
class RollingRestartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void no_request_fails_while_each_gateway_is_restarted(@TempDir Path folder) throws Exception {
        int balanced = GatewayProcess.freePort();
        try (var sandbox = new SandboxUpstream();
                var one = start(folder.resolve("one"), sandbox);
                var other = start(folder.resolve("other"), sandbox)) {
            one.awaitReady();
            other.awaitReady();
            Process balancer = balancer(folder, balanced, List.of(one, other));
            try {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> get(balanced) == 200);
                restartEach(List.of(one, other), balanced);
            } finally {
                balancer.destroy();
            }
        }
    }

    private static void restartEach(List<GatewayProcess> gateways, int balanced) throws Exception {
        try (var load = new ConstantLoad("http://127.0.0.1:" + balanced)) {
            load.awaitAnswers(100);
            for (GatewayProcess gateway : gateways) {
                gateway.terminate();
                assertThat(gateway.exitCode()).isZero();
                load.awaitAnswers(100);
                gateway.restart();
                gateway.awaitReady();
                // Until the balancer has noticed, the other one must not be stopped.
                String fresh = "GET route=";
                int before = gateway.output().split(fresh, -1).length;
                await().atMost(PATIENCE).until(() -> gateway.output().split(fresh, -1).length > before);
            }
            load.awaitAnswers(100);
            assertThat(load.failures()).isEmpty();
        }
    }

    private static int get(int port) {
        return RawConnection.get(port, "/api/offlinemessages/744", "john").status();
    }

    private static GatewayProcess start(Path folder, SandboxUpstream sandbox) throws IOException {
        Files.createDirectory(folder);
        var arguments = new ArrayList<>(sandbox.gatewayProperties());
        arguments.add("--gateway.drain.delay=5s");
        return GatewayProcess.soon(folder, arguments);
    }

    private static Process balancer(Path folder, int port, List<GatewayProcess> gateways) throws IOException {
        var servers = new StringBuilder();
        for (GatewayProcess gateway : gateways) {
            servers.append("  server port-%1$d 127.0.0.1:%1$d check port %2$d%n"
                    .formatted(gateway.port(), gateway.managementPort()));
        }
        try (var template = RollingRestartIT.class.getResourceAsStream("/balancer/haproxy.cfg")) {
            String configuration = new String(Objects.requireNonNull(template).readAllBytes(), UTF_8)
                    .replace("{port}", Integer.toString(port))
                    .replace("{servers}", servers);
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
            return new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("balancer").toFile())
                    .start();
        }
    }
}
