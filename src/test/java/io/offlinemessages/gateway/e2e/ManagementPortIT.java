package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The management port has the protections of the API's, with bounds of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementPortIT {

    private static final String LIVENESS = "/actuator/health/liveness";
    private static final int MOST_CONNECTIONS = 128;

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void a_head_that_is_no_http_is_refused() {
        try (var gateway = RunningGateway.shared(sandbox.gatewayProperties())) {
            RawResponse response = RawConnection.exchange(
                    gateway.managementPort(),
                    "GET " + LIVENESS + " HTTP/1.1\r\nHost: gateway\r\nHost: other\r\nConnection: close\r\n\r\n");
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).contains("The request is malformed.");
        }
    }

    @Test
    void a_head_that_does_not_end_is_answered_with_408() {
        try (var gateway =
                        RunningGateway.shared(sandbox.gatewayProperties(), "--gateway.limits.request-timeout=500ms");
                var slow = RawConnection.undescribed(gateway.managementPort())) {
            slow.send("GET " + LIVENESS + " HTTP/1.1\r\nHost: g");
            assertThat(slow.receive(false).status()).isEqualTo(408);
            assertThat(slow.isAtEnd()).isTrue();
            assertThat(gateway.count("gateway.connections.ended", "limit", "management_request_timeout"))
                    .isEqualTo(1);
        }
    }

    @Test
    void one_connection_too_many_is_told_so_and_leaves_room_for_the_next() {
        try (var gateway = new RunningGateway(sandbox.gatewayProperties())) {
            List<RawConnection> open = new ArrayList<>();
            for (int i = 0; i < MOST_CONNECTIONS; i++) {
                var connection = new RawConnection(gateway.managementPort());
                open.add(connection);
                assertAlive(connection);
            }
            assertThat(RawConnection.manage(gateway.managementPort(), LIVENESS).status())
                    .isEqualTo(503);
            assertThat(gateway.count("gateway.connections.ended", "limit", "management_connections"))
                    .isEqualTo(1);
            open.forEach(RawConnection::close);
            await().untilAsserted(() -> assertThat(RawConnection.manage(gateway.managementPort(), LIVENESS)
                            .status())
                    .isEqualTo(200));
        }
    }

    private static void assertAlive(RawConnection connection) {
        connection.send("GET " + LIVENESS + " HTTP/1.1\r\nHost: gateway\r\n\r\n");
        assertThat(connection.receive(false).status()).isEqualTo(200);
    }
}
