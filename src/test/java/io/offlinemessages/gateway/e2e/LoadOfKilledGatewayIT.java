package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway is killed while it loads what others wait for. */
@NeedsTools("redis-server")
@Tag("endurance")
class LoadOfKilledGatewayIT {

    @Test
    void a_load_whose_gateway_is_killed_costs_those_who_wait_its_lease_and_no_error(@TempDir Path folder)
            throws Exception {
        try (var redis = new RedisProcess();
                var pods = new Pods(
                                folder,
                                redis.url(),
                                "--gateway.upstream.response-timeout=20s",
                                "--gateway.upstream.deadline=20s")
                        .start(List.of(Pods.secret('A'), Pods.secret('A')))) {
            pods.awaitUp();
            String id = pods.newId();
            var gate = new CountDownLatch(1);
            pods.upstream().waitFor(gate);
            try (var loading = new RawConnection(pods.get(0).port());
                    var waiting = new RawConnection(pods.get(1).port())) {
                loading.send(RawConnection.head("GET", Pods.LIST + id, "john"));
                await().until(() -> pods.upstream().calls(id) == 1);
                waiting.send(RawConnection.head("GET", Pods.LIST + id, "john"));
                await().until(() -> pods.scraped(1, "gateway_shared_commands_seconds_count", "script=\"look\"") > 0);

                pods.get(0).kill();
                gate.countDown();

                RawResponse response = waiting.receive(false);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text()).isEqualTo(RecordedUpstream.message(id, 2));
            } finally {
                gate.countDown();
            }
        }
    }
}
