package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration in force, as {@code /actuator/info} tells it. */
class InfoIT {

    private static final FileSystemResource OPERATORS_FILE = new FileSystemResource("config/application.yaml");
    private static final List<String> REQUIRED = List.of(
            "--gateway.upstream.base-url=http://127.0.0.1:9",
            "--gateway.upstream.username=gateway@example.com",
            "--gateway.upstream.password=hunter2",
            "--gateway.access.users-file=" + SandboxUpstream.usersFile());

    /** What a gateway of the tests has otherwise than the file. */
    private static final Set<String> OF_THE_TEST = Set.of(
            "server.port",
            "management.server.port",
            "gateway.drain.delay",
            "gateway.upstream.connect-timeout",
            "gateway.upstream.response-timeout",
            "gateway.upstream.deadline");

    @Test
    void every_knob_of_the_operators_file_is_there_by_its_name_and_with_its_value() throws IOException {
        try (var gateway = RunningGateway.shared(REQUIRED)) {
            Map<String, String> told = told(gateway);

            var file = (EnumerablePropertySource<?>)
                    new YamlPropertySourceLoader().load("file", OPERATORS_FILE).get(0);
            assertThat(told).containsEntry("server.port", "0").containsEntry("management.server.port", "0");
            for (String name : file.getPropertyNames()) {
                if (!OF_THE_TEST.contains(name)) {
                    assertThat(told).containsEntry(name, String.valueOf(file.getProperty(name)));
                }
            }
        }
    }

    @Test
    void the_knobs_without_a_default_are_there_too_and_the_password_is_not_told() throws IOException {
        String text = OPERATORS_FILE.getContentAsString(StandardCharsets.UTF_8);
        List<String> commented = Pattern.compile("^    # ([a-z-]+): ", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(commented)
                .containsExactly(
                        "base-url",
                        "username",
                        "password",
                        "connect-timeout",
                        "max-body",
                        "users-file",
                        "connections-per-address",
                        "redis-url",
                        "username",
                        "password",
                        "sentinel-password",
                        "ssl-bundle",
                        "replicas");
        try (var gateway = RunningGateway.shared(REQUIRED)) {
            assertThat(told(gateway))
                    .containsEntry("gateway.upstream.base-url", "http://127.0.0.1:9")
                    .containsEntry("gateway.upstream.username", "gateway@example.com")
                    .containsEntry("gateway.upstream.password", "***")
                    .containsEntry(
                            "gateway.access.users-file",
                            SandboxUpstream.usersFile().toString());
            assertThat(info(gateway)).doesNotContain("hunter2");
        }
    }

    @Test
    void what_is_told_is_what_is_in_force_wherever_it_was_configured(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("gateway.upstream.password"), "hunter3\n");
        try (var gateway = new RunningGateway(
                REQUIRED.stream()
                        .filter(argument -> !argument.contains("password"))
                        .toList(),
                "--spring.config.import=configtree:" + folder + "/",
                "--gateway.cache.ttl=90000ms",
                "--gateway.upstream.max-body=2048KB",
                "--gateway.access.detailRoles=Agent, Super Admin",
                "--resilience4j.circuitbreaker.instances.list.failure-rate-threshold=60",
                "--resilience4j.retry.configs.default.max-attempts=2",
                "--resilience4j.bulkhead.instances.upstream.maxConcurrentCalls=32")) {
            Map<String, String> told = told(gateway);

            assertThat(told)
                    .containsEntry("gateway.cache.ttl", "90s")
                    .containsEntry("gateway.upstream.max-body", "2MB")
                    .containsEntry("gateway.access.detail-roles[0]", "Agent")
                    .containsEntry("gateway.access.detail-roles[1]", "Super Admin")
                    .containsEntry("gateway.upstream.password", "***");
            assertThat(info(gateway)).doesNotContain("hunter");
            var breakers = gateway.context().getBean(CircuitBreakerRegistry.class);
            for (String route : List.of("list", "detail")) {
                float threshold =
                        breakers.circuitBreaker(route).getCircuitBreakerConfig().getFailureRateThreshold();
                assertThat(Float.parseFloat(
                                told.get("resilience4j.circuitbreaker.instances." + route + ".failure-rate-threshold")))
                        .isEqualTo(threshold)
                        .isEqualTo(route.equals("list") ? 60 : 50);
            }
            var retry = gateway.context().getBean(RetryRegistry.class).retry("detail");
            assertThat(told.get("resilience4j.retry.instances.detail.max-attempts"))
                    .isEqualTo("2")
                    .isEqualTo(Integer.toString(retry.getRetryConfig().getMaxAttempts()));
            var bulkhead = gateway.context().getBean(BulkheadRegistry.class).bulkhead("upstream");
            assertThat(told.get("resilience4j.bulkhead.instances.upstream.max-concurrent-calls"))
                    .isEqualTo("32")
                    .isEqualTo(Integer.toString(bulkhead.getBulkheadConfig().getMaxConcurrentCalls()));
        }
    }

    @Test
    void gateways_that_share_tell_the_state_of_the_link_and_no_secret() {
        String secret = "s".repeat(43) + '=';
        try (var redis = new RedisProcess();
                var gateway = new RunningGateway(
                        REQUIRED,
                        "--gateway.shared.redis-url=" + redis.url(),
                        "--gateway.shared.secret=" + secret,
                        "--gateway.shared.replicas=3",
                        "--management.endpoint.messagecache.access=read-only")) {
            assertThat(manage(gateway, "/actuator/messagecache"))
                    .contains("\"shared\":{\"link\":\"up\",\"members\":1}");
            assertThat(info(gateway))
                    .contains("\"link\":\"up\"", "\"members\":1")
                    .contains("\"redis-url\":\"" + redis.url() + '"')
                    .doesNotContain(secret);
            redis.kill();
            Awaitility.await().untilAsserted(() -> assertThat(info(gateway)).contains("\"link\":\"lost: "));
        }
        try (var gateway = RunningGateway.shared(REQUIRED)) {
            assertThat(info(gateway)).doesNotContain("\"link\"");
        }
    }

    private static String info(RunningGateway gateway) {
        return manage(gateway, "/actuator/info");
    }

    private static String manage(RunningGateway gateway, String path) {
        return RawConnection.exchange(
                        gateway.managementPort(),
                        "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")
                .text();
    }

    /** All values by their full names. */
    private static Map<String, String> told(RunningGateway gateway) {
        var told = new TreeMap<String, String>();
        collect("", JsonMapper.shared().readTree(info(gateway)).get("configuration"), told);
        return told;
    }

    private static void collect(String name, JsonNode node, Map<String, String> told) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            name.isEmpty() ? entry.getKey() : name + '.' + entry.getKey(), entry.getValue(), told));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                collect(name + '[' + i + ']', node.get(i), told);
            }
        } else {
            // Empty lists are empty texts, as in a file of properties.
            told.put(name, node.isArray() ? "" : node.asString());
        }
    }
}
