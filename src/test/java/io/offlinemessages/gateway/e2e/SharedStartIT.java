package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of the packaged program with and without a server to share through. */
class SharedStartIT {

    private static final String SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    @Tag("endurance")
    void without_a_redis_url_no_class_of_lettuce_is_loaded(@TempDir Path folder) throws Exception {
        assertThat(classes(folder)).contains("org.springframework.").doesNotContain("io.lettuce.");
    }

    @Test
    @Tag("endurance")
    void with_one_the_gateway_starts_whether_it_is_there_or_not(@TempDir Path folder) throws Exception {
        try (var redis = new RedisProcess()) {
            assertThat(classes(folder, "--gateway.shared.redis-url=" + redis.url()))
                    .contains("io.lettuce.");
            assertThat(Files.readString(folder.resolve("output"))).contains("The link to Redis is up.");
            redis.kill();
            classes(folder, "--gateway.shared.redis-url=" + redis.url());
            assertThat(Files.readString(folder.resolve("output")))
                    .contains("The link to Redis is lost; the gateway works by itself.");
        }
    }

    @Test
    void a_server_that_cannot_be_right_stops_the_start(@TempDir Path folder) throws Exception {
        try (var redis = new RedisProcess("--maxmemory-policy", "allkeys-lru");
                var sandbox = new SandboxUpstream();
                var gateway =
                        GatewayProcess.soon(folder, arguments(sandbox, "--gateway.shared.redis-url=" + redis.url()))) {
            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(gateway.output())
                    .contains("gateway.shared.redis-url is \"" + redis.url() + "\"; it must be a server");
        }
    }

    /** The classes that a gateway has loaded when it has answered a request. */
    private static String classes(Path folder, String... more) throws Exception {
        Path log = folder.resolve("classes");
        try (var sandbox = new SandboxUpstream();
                var gateway = GatewayProcess.soon(folder, arguments(sandbox, more), "-Xlog:class+load:file=" + log)) {
            gateway.awaitReady();
            assertThat(RawConnection.get(gateway.port(), "/api/offlinemessages/744", "john")
                            .status())
                    .isEqualTo(200);
            gateway.terminate();
            assertThat(gateway.exitCode()).isZero();
        }
        return Files.readString(log);
    }

    private static List<String> arguments(SandboxUpstream sandbox, String... more) {
        var arguments = new ArrayList<>(sandbox.gatewayProperties());
        if (more.length > 0) {
            arguments.addAll(List.of("--gateway.shared.secret=" + SECRET, "--gateway.shared.replicas=2"));
        }
        arguments.addAll(List.of(more));
        return arguments;
    }
}
