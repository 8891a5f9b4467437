package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The gateway's last seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SLOW = "/api/offlinemessages/9004";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void it_is_unready_but_serves_for_the_delay_and_closes_each_connection_it_answers_on() throws Exception {
        var gateway = new RunningGateway(sandbox.gatewayProperties(), "--gateway.drain.delay=10s");
        int port = gateway.port();
        int management = gateway.managementPort();
        try (var keptAlive = new RawConnection(port)) {
            String request = RawConnection.head("GET", "/api/offlinemessages/744", "john");
            keptAlive.send(request);
            RawResponse before = keptAlive.receive(false);
            assertThat(before.status()).isEqualTo(200);
            assertThat(before.header("Connection")).contains("keep-alive");
            assertThat(readiness(management)).isEqualTo(200);

            var closing = CompletableFuture.runAsync(gateway::close);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readiness(management)).isEqualTo(503));

            keptAlive.send(request);
            RawResponse draining = keptAlive.receive(false);
            assertThat(draining.status()).isEqualTo(200);
            assertThat(draining.header("Connection")).contains("close");
            assertThat(keptAlive.isAtEnd()).isTrue();
            RawResponse fresh = RawConnection.get(port, "/api/offlinemessages/0", "john");
            assertThat(fresh.status()).isEqualTo(400);
            assertThat(fresh.header("Connection")).contains("close");
            closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void what_is_in_flight_is_finished() throws Exception {
        var gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--gateway.upstream.response-timeout=20s",
                "--gateway.upstream.deadline=20s");
        int port = gateway.port();
        var answer = CompletableFuture.supplyAsync(() -> RawConnection.get(port, SLOW, "john"));
        await().atMost(PATIENCE)
                .until(() ->
                        !sandbox.server().findAll(getRequestedFor(anyUrl())).isEmpty());

        gateway.close();

        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private static int readiness(int port) {
        return RawConnection.manage(port, "/actuator/health/readiness").status();
    }
}
