package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.offlinemessages.gateway.e2e.GatewayProcess;
import io.offlinemessages.gateway.e2e.RawConnection;
import io.offlinemessages.gateway.e2e.Scrape;
import io.offlinemessages.gateway.e2e.Vitals;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheer numbers of connections to the packaged gateway in a pod's memory. */
@Tag("endurance")
class ManyConnectionsIT {

    private static final int IDLE = 10_000;
    private static final int CHURN = 5_000;
    private static final String DETAIL = "/api/offlinemessages/744";

    private final List<RawConnection> idle = new ArrayList<>(IDLE);

    @AfterEach
    void leave() {
        idle.forEach(RawConnection::close);
    }

    @Test
    void beside_ten_thousand_idle_connections_callers_come_are_served_and_go(@TempDir Path folder) throws Exception {
        assumeThat(descriptors()).as("ulimit -n").isGreaterThan(IDLE + 1_000);
        try (var sandbox = new SandboxUpstream();
                var gateway = new GatewayProcess(folder, GatewayProcess.podOptions(), arguments(sandbox))) {
            gateway.awaitReady();
            come(gateway, 500);
            Vitals before = Vitals.of(gateway);

            // Some have not asked for anything yet, and some are kept alive.
            for (int i = 0; i < IDLE; i++) {
                var connection = RawConnection.undescribed(gateway.port());
                idle.add(connection);
                if (i % 2 == 0) {
                    ask(connection, "");
                }
            }
            await().until(() -> connections(gateway) >= IDLE);
            come(gateway, CHURN);
            Vitals full = Vitals.of(gateway);
            assertThat(full.heap()).as("MB of heap").isLessThan(before.heap() + 200);
            assertThat(full.direct()).as("MB of direct memory").isLessThan(before.direct() + 64);
            for (RawConnection connection : idle) {
                ask(connection, "");
            }

            leave();
            await().atMost(Duration.ofMinutes(1)).until(() -> connections(gateway) <= 1);
            come(gateway, 1);
            Vitals after = Vitals.of(gateway);
            assertThat(after.heap()).as("MB of heap").isLessThan(before.heap() + 16);
            assertThat(after.direct()).as("MB of direct memory").isLessThan(before.direct() + 64);
        }
    }

    private static List<String> arguments(SandboxUpstream sandbox) {
        var arguments = new ArrayList<>(sandbox.gatewayProperties());
        arguments.addAll(List.of(
                "--gateway.limits.connections-per-address=16384",
                "--gateway.cache.ttl=1h",
                "--server.netty.idle-timeout=10m"));
        return arguments;
    }

    /** So many callers, each on a connection of its own. */
    private static void come(GatewayProcess gateway, int callers) throws IOException {
        for (int i = 0; i < callers; i++) {
            try (var connection = RawConnection.undescribed(gateway.port())) {
                ask(connection, i % 2 == 0 ? "Connection: close" : "");
            }
        }
    }

    private static void ask(RawConnection connection, String field) throws IOException {
        String[] fields = field.isEmpty() ? new String[0] : new String[] {field};
        connection.send(RawConnection.head("GET", DETAIL, "john", fields).getBytes(ISO_8859_1));
        assertThat(connection.receive(false).status()).isEqualTo(200);
    }

    private static double connections(GatewayProcess gateway) {
        return new Scrape(gateway).sum("gateway_connections", "");
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }
}
