package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.offlinemessages.gateway.shared.RedisProcess;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways that share through a server which another one follows, and a Sentinel that has it take over. */
@Tag("endurance")
@NeedsTools({"redis-server", "redis-sentinel"})
class ActAsOneBehindSentinelIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void nothing_fails_while_another_server_takes_over(@TempDir Path folder) throws Exception {
        try (var master = new RedisProcess();
                var follower = new RedisProcess("--replicaof", "127.0.0.1 " + master.port());
                var sentinel = RedisProcess.sentinel(master)) {
            awaitFollower(sentinel);
            String url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#master";
            try (var pods = Pods.three(folder, url, "--gateway.upstream.requests-per-minute=6000")) {
                assertThat(WithoutRedis.nothingFails(pods, master::kill, () -> {}))
                        .as("by then another may have taken over")
                        .isIn("here only", "everywhere");
                assertThat(role(follower)).isEqualTo("master");
            }
        }
    }

    private static void awaitFollower(RedisProcess sentinel) {
        RedisClient client = RedisClient.create();
        try (var connection = client.connectSentinel(RedisURI.create("127.0.0.1", sentinel.port()))) {
            await().atMost(PATIENCE)
                    .until(() -> connection.sync().replicas("master").stream()
                            .anyMatch(replica -> "ok".equals(replica.get("master-link-status"))));
        } finally {
            client.shutdown();
        }
    }

    private static Object role(RedisProcess server) {
        RedisClient client = RedisClient.create(server.url());
        try (var connection = client.connect()) {
            return connection.sync().role().get(0);
        } finally {
            client.shutdown();
        }
    }
}
