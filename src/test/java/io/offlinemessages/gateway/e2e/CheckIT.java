package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.CheckedApplication;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.shared.RedisProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code --gateway.check}: what it finds, all in one go, and what it prints. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckIT {

    private final SandboxUpstream sandbox = new SandboxUpstream();

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void a_good_configuration_is_one_line_an_area_and_asks_the_upstream_once(CapturedOutput output) {
        sandbox.server().resetRequests();
        assertThat(check()).isZero();
        assertThat(output.getAll())
                .isEqualToNormalizingNewlines("""
                users file: ok, 3 users
                start: ok, the gateway starts
                upstream: ok, %s answers and lets the gateway's own account in
                gateway.check: ok
                """.formatted(sandbox.server().baseUrl()));
        assertThat(sandbox.server().getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server.ssl.bundle=nosuch | The gateway does not start: NoSuchSslBundleException, SSL bundle name 'nosuch' cannot be found.
            resilience4j.bulkhead.instances.upstream.max-concurrent-calls=129 | spring.cloud.gateway.server.webflux.httpclient.pool.max-connections is "128"; it must be at least resilience4j.bulkhead.instances.upstream.max-concurrent-calls, which is 129.
            resilience4j.bulkhead.instances.upstream.max-wait-duration=500ms | resilience4j.bulkhead.instances.upstream.max-wait-duration is "500ms"; it must be 0: a call that waited would hold up an event loop
            gateway.drain.delay=25s | gateway.drain.delay is "25s"; it must be at most spring.lifecycle.timeout-per-shutdown-phase, which is 20s.
            resilience4j.circuitbreaker.configs.default.failure-rate-threshold=high | resilience4j.circuitbreaker.configs.default.failure-rate-threshold is "high"; it must be a number
            """)
    void what_else_stops_the_start_is_found_too(String property, String sentence, CapturedOutput output) {
        assertThat(check(property)).isEqualTo(1);
        assertThat(output.getAll())
                .startsWith("users file: ok, 3 users\n" + sentence)
                .endsWith("gateway.check: 1 finding\n");
    }

    @Test
    void files_that_cannot_be_read_are_found_before_all_else(CapturedOutput output) {
        assertThat(check("spring.config.import=configtree:/no/such/")).isEqualTo(1);
        assertThat(output.getAll()).isEqualToNormalizingNewlines("""
                The gateway does not start: ConfigDataResourceNotFoundException, Config data resource 'config tree [/no/such]' via location 'configtree:/no/such/' cannot be found.
                upstream: not asked, because of what is found above
                gateway.check: 1 finding
                """);
    }

    @Test
    void all_findings_come_in_one_go(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path users = Files.writeString(folder.resolve("users.yaml"), """
                users:
                  - {username: eve, password: hunter2, role: Agent}
                  - {username: mallory, password: '$2y$10$ufCUYmgkcHxBJv8yYcUuHOZ29Xz0SlYdJxFh4fLVmJ9yVVVNn3Zme', role: Boss}
                """);
        assertThat(check(
                        "gateway.access.users-file=" + users,
                        "gateway.access.list-roles[0]=Admin",
                        "gateway.access.list-roles[1]=Boss",
                        "gateway.access.list-roles[2]=Agent",
                        "gateway.access.verified-ttl=long",
                        "gateway.upstream.deadline=later",
                        "gateway.cache.ttl=-1s",
                        "gateway.max-age=hunter2",
                        "gateway.cahce.ttl=hunter2",
                        "server.port=65536",
                        "server.http2.enabled=true",
                        "server.shutdown=immediate",
                        "management.server.port=65536"))
                .isEqualTo(1);
        assertThat(output.getAll()).isEqualToNormalizingNewlines("""
                server.port is "65536"; it must be a port from 0 to 65535.
                management.server.port is "65536"; it must be a port from 0 to 65535.
                management.server.port is "65536"; it must be a port of its own, other than server.port, which is 65536.
                server.http2.enabled is "true"; it must be false: HTTP/2 is for the ingress or service mesh in front, which speaks HTTP/1.1 to the gateway.
                server.shutdown is "immediate"; it must be graceful: spring.lifecycle.timeout-per-shutdown-phase bounds how long requests in flight may take.
                gateway.access.users-file: users file %1$s, line 2: the password of user "eve" must be a hash of the form {bcrypt}, {argon2}, {scrypt}, {pbkdf2} or a bare $2y$ hash of htpasswd -B.
                gateway.access.users-file: users file %1$s, line 3: the role "Boss" of user "mallory" must be one of Super Admin, Admin, Agent.
                gateway.upstream.deadline is "later"; it must be a duration such as 500ms, 30s or 10m.
                gateway.access.list-roles[1] is "Boss"; it must be one of Super Admin, Admin, Agent.
                gateway.access.verified-ttl is "long"; it must be a duration such as 500ms, 30s or 10m.
                gateway.cache.ttl is "-1s"; it must be a duration from 0s to 30d.
                gateway.cahce.ttl ("gateway.cahce.ttl" from property source "commandLineArgs") is not a known property; config/application.yaml lists all that are.
                gateway.max-age ("gateway.max-age" from property source "commandLineArgs") is not a known property; config/application.yaml lists all that are.
                upstream: not asked, because of what is found above
                gateway.check: 13 findings
                """.formatted(users));
    }

    @Test
    void findings_with_a_default_do_not_keep_it_from_the_upstream(CapturedOutput output) {
        assertThat(check(
                        "gateway.upstream.base-url=http://nosuch.invalid",
                        "gateway.cache.colour=hunter2",
                        "gateway.limits.connections=many",
                        "server.port=65536",
                        "server.netty.idle-timeout=soon",
                        "management.endpoint.health.show-details=perhaps",
                        "resilience4j.retry.configs.default.max-attempts=several"))
                .isEqualTo(1);
        assertThat(output.getAll().lines().toList())
                .containsExactlyInAnyOrder("""
                server.port is "65536"; it must be a port from 0 to 65535.
                users file: ok, 3 users
                gateway.cache.colour ("gateway.cache.colour" from property source "commandLineArgs") is not a known property; config/application.yaml lists all that are.
                gateway.limits.connections is "many"; it must be a whole number.
                server.netty.idle-timeout is "soon"; it must be a duration such as 500ms, 30s or 10m.
                management.endpoint.health.show-details is "perhaps"; it must be one of never, when authorized, always.
                resilience4j.retry.configs.default.max-attempts is "several"; it must be a whole number.
                warning: gateway.upstream.base-url is "http://nosuch.invalid": messages and the upstream credential cross the network unencrypted; use https.
                gateway.upstream.base-url is "http://nosuch.invalid", which has a host name that does not resolve; check its spelling, and the DNS.
                gateway.check: 7 findings
                """.lines().toArray(String[]::new));
    }

    @Test
    void what_the_rehearsal_does_without_is_refused_all_the_same(CapturedOutput output) {
        assertThat(check("server.port=eighty")).isEqualTo(1);
        assertThat(output.getAll()).startsWith("server.port is \"eighty\"; it must be a port from 0 to 65535.\n");
    }

    @Test
    void a_wrong_password_is_found_and_not_printed(CapturedOutput output) {
        assertThat(check("gateway.upstream.password=hunter2")).isEqualTo(1);
        assertThat(output.getAll())
                .contains("which refuses the gateway's own account")
                .doesNotContain("hunter2");
    }

    @Test
    void a_server_to_share_through_is_asked_for_one_round_trip(CapturedOutput output) {
        try (var redis = new RedisProcess("--appendonly", "no")) {
            assertThat(sharing(redis)).isZero();
            assertThat(output.getAll())
                    .contains(
                            "start: ok, the gateway starts\nshared: ok, " + redis.url()
                                    + " answers, and what is sealed opens again; 0 gateways share through it now\nupstream: ok, ");
            assertThat(redis.keys()).isEmpty();
        }
    }

    @Test
    void a_server_that_is_not_there_is_found(CapturedOutput output) {
        try (var redis = new RedisProcess()) {
            redis.kill();
            assertThat(sharing(redis)).isEqualTo(1);
            assertThat(output.getAll())
                    .contains("gateway.shared.redis-url is \"" + redis.url() + "\", which does not work: lost: ")
                    .contains("Connection refused")
                    .endsWith("gateway.check: 1 finding\n");
        }
    }

    @Test
    void a_secret_that_differs_from_that_of_others_is_found(CapturedOutput output) {
        try (var redis = new RedisProcess()) {
            redis.set("omg:fingerprint", "0123456789abcdef");
            assertThat(sharing(redis, "gateway.shared.secret=" + "B".repeat(43) + '='))
                    .isEqualTo(1);
            assertThat(redis.keys()).containsExactly("omg:fingerprint");
            assertThat(output.getAll())
                    .contains("gateway.shared.secret ends with another secret than that of the other gateways")
                    .doesNotContain("BBBBBBBB");
        }
    }

    @Test
    void a_server_that_would_evict_the_budget_is_refused(CapturedOutput output) {
        try (var redis = new RedisProcess("--maxmemory-policy", "allkeys-lfu")) {
            assertThat(sharing(redis)).isEqualTo(1);
            assertThat(output.getAll())
                    .contains("gateway.shared.redis-url is \"" + redis.url()
                            + "\"; it must be a server whose maxmemory-policy")
                    .endsWith("gateway.check: 1 finding\n");
        }
    }

    /** A server that takes no writes answers all the same. */
    @Test
    void a_server_whose_memory_is_full_is_found(CapturedOutput output) {
        try (var redis = new RedisProcess("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")) {
            assertThat(sharing(redis)).isEqualTo(1);
            assertThat(output.getAll()).contains("which does not work: lost: ").contains("OOM");
        }
    }

    private int sharing(RedisProcess redis, String... more) {
        return check(Stream.concat(
                        Stream.of(
                                "gateway.shared.redis-url=" + redis.url(),
                                "gateway.shared.secret=" + "A".repeat(43) + '=',
                                "gateway.shared.replicas=2"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void in_forward_mode_an_upstream_that_asks_for_credentials_is_there(CapturedOutput output) {
        assertThat(check(
                        "gateway.upstream.credentials=forward",
                        "gateway.upstream.username=",
                        "gateway.upstream.password="))
                .isZero();
        assertThat(output.getAll())
                .contains("upstream: ok, " + sandbox.server().baseUrl() + " answers; each caller's own account");
    }

    @Test
    void a_gateway_that_runs_on_the_same_ports_is_not_disturbed(CapturedOutput output) throws IOException {
        try (var api = new ServerSocket(0);
                var management = new ServerSocket(0)) {
            assertThat(check(
                            "server.port=" + api.getLocalPort(), "management.server.port=" + management.getLocalPort()))
                    .isZero();
        }
        assertThat(output.getAll()).endsWith("gateway.check: ok\n");
    }

    @Test
    void whether_to_check_is_true_or_false(CapturedOutput output) {
        assertThat(check("gateway.check=maybe")).isEqualTo(1);
        assertThat(output.getAll()).isEqualTo("""
                gateway.check is "maybe"; it must be true or false.
                gateway.check: 1 finding
                """);
    }

    private int check(String... properties) {
        var arguments = new LinkedHashMap<String, String>();
        Stream.concat(
                        sandbox.gatewayProperties().stream(),
                        Stream.of(properties).map(property -> "--" + property))
                .forEach(argument -> arguments.put(argument.substring(0, argument.indexOf('=')), argument));
        return CheckedApplication.check(new ArrayList<>(arguments.values()));
    }
}
