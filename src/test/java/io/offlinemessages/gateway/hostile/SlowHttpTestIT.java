package io.offlinemessages.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.e2e.GatewayProcess;
import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.Scrape;
import io.offlinemessages.gateway.e2e.Vitals;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attacks of slowhttptest on the packaged gateway in a pod's memory. */
@NeedsTools("slowhttptest")
@Tag("endurance")
class SlowHttpTestIT {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final int ATTACKERS = 1_000;

    /** Slow heads, slow content, slow reading of many answers, and many ranges. */
    @ParameterizedTest
    @ValueSource(strings = {"-H", "-B", "-X", "-R"})
    void while_it_attacks_others_are_served_and_afterwards_nothing_is_left(String attack, @TempDir Path folder)
            throws Exception {
        try (var sandbox = new SandboxUpstream();
                var gateway = new GatewayProcess(folder, GatewayProcess.podOptions(), arguments(sandbox))) {
            gateway.awaitReady();
            assertThat(status(gateway)).isEqualTo(200);
            Vitals before = Vitals.of(gateway);
            List<Double> connections = new ArrayList<>();

            Process attacker = attack(gateway, attack, folder);
            try {
                do {
                    assertThat(status(gateway)).isEqualTo(200);
                    connections.add(connections(gateway));
                } while (!attacker.waitFor(200, TimeUnit.MILLISECONDS));
            } finally {
                attacker.destroyForcibly();
            }

            assertThat(Collections.max(connections)).isBetween(ATTACKERS / 10.0, ATTACKERS + 10.0);
            await().atMost(Duration.ofMinutes(1)).until(() -> connections(gateway) <= 1);
            assertThat(status(gateway)).isEqualTo(200);
            Vitals after = Vitals.of(gateway);
            assertThat(after.heap()).isLessThan(before.heap() + 32);
            assertThat(after.direct()).isLessThan(before.direct() + 32);
            assertThat(after.files()).isLessThan(before.files() + 20);
        }
    }

    private static List<String> arguments(SandboxUpstream sandbox) {
        var arguments = new ArrayList<>(sandbox.gatewayProperties());
        arguments.addAll(List.of(
                "--gateway.cache.ttl=1h",
                "--gateway.limits.request-timeout=2s",
                "--gateway.limits.write-timeout=2s",
                "--server.netty.idle-timeout=5s"));
        return arguments;
    }

    private static Process attack(GatewayProcess gateway, String attack, Path folder) throws IOException {
        List<String> command = List.of(
                "slowhttptest",
                attack,
                "-c" + ATTACKERS,
                "-r500",
                "-l12",
                "-i1",
                "-k20",
                "-u",
                "http://127.0.0.1:" + gateway.port() + DETAIL);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("attack").toFile())
                .start();
    }

    private static double connections(GatewayProcess gateway) {
        return new Scrape(gateway).sum("gateway_connections", "");
    }

    private static int status(GatewayProcess gateway) {
        return RawConnection.get(gateway.port(), DETAIL, "john").status();
    }
}
