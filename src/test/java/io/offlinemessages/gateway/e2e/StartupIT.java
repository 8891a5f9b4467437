package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;

/** Wrong configuration: the start stops with one sentence that names the property, the value and what is allowed. */
@ExtendWith(OutputCaptureExtension.class)
class StartupIT {

    private static final List<String> GOOD = List.of(
            "--gateway.upstream.base-url=http://127.0.0.1:9",
            "--gateway.upstream.username=gateway",
            "--gateway.upstream.password=hunter2",
            "--gateway.upstream.connect-timeout=1s",
            "--gateway.upstream.response-timeout=3s",
            "--gateway.upstream.deadline=5s",
            "--gateway.access.users-file=" + SandboxUpstream.usersFile());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway.upstream.base-url=            | gateway.upstream.base-url is not set; it must be an http or https address
            gateway.upstream.base-url=ftp://x     | gateway.upstream.base-url is "ftp://x"; it must be an http or https address
            gateway.upstream.base-url=https://u:p@x | gateway.upstream.base-url is "(an address with a user)"; it must be
            gateway.upstream.base-url=https://u:hunter2@[x | gateway.upstream.base-url is "(an address with a user)"; it must be an http or https address
            gateway.upstream.base-url=https://[x | gateway.upstream.base-url is "https://[x"; it must be an http or https address
            gateway.upstream.base-url=http://a_b:0 | gateway.upstream.base-url is "http://a_b:0"; it must be an http or https address
            gateway.upstream.base-url=https://x?q | gateway.upstream.base-url is "https://x?q"; it must be
            gateway.upstream.credentials=both     | gateway.upstream.credentials is "both"; it must be one of service, forward.
            gateway.upstream.username=            | gateway.upstream.username is not set; it must be the gateway's own user name
            gateway.upstream.username=a:b         | gateway.upstream.username is "a:b"; it must be a user name without a colon.
            gateway.upstream.password=            | gateway.upstream.password is not set; it must be that user's password
            gateway.upstream.deadline=soon        | gateway.upstream.deadline is "soon"; it must be a duration such as
            gateway.upstream.deadline=0s          | gateway.upstream.deadline is "0s"; it must be a duration from 1ms to 1h.
            gateway.upstream.deadline=2s          | gateway.upstream.response-timeout is "3s"; it must be at most gateway.upstream.deadline, which is 2s.
            gateway.upstream.connect-timeout=6s   | gateway.upstream.connect-timeout is "6s"; it must be at most gateway.upstream.deadline, which is 5s.
            gateway.upstream.max-body=65MB        | gateway.upstream.max-body is "68157440B"; it must be a size from 1B to 64MB.
            gateway.upstream.max-body=big         | gateway.upstream.max-body is "big"; it must be a size such as
            gateway.upstream.requests-per-minute=-1 | gateway.upstream.requests-per-minute is "-1"; it must be 0 (no limit) to 1000000.
            gateway.upstream.requests-per-minute=x | gateway.upstream.requests-per-minute is "x"; it must be a whole number.
            gateway.access.users-file=            | gateway.access.users-file is not set; it must be the path
            gateway.access.users-file=/no/such    | users file /no/such cannot be read
            gateway.access.list-roles=Boss        | gateway.access.list-roles is "Boss"; it must be one of Super Admin, Admin, Agent.
            gateway.access.list-roles="Super Admn" | gateway.access.list-roles is ""Super Admn""; it must be one of Super Admin, Admin, Agent.
            server.port=http                      | server.port is "http"; it must be a port from 0 to 65535.
            server.port=65536                     | server.port is "65536"; it must be a port from 0 to 65535.
            management.server.port=80a            | management.server.port is "80a"; it must be a port from 0 to 65535.
            gateway.access.list-roles=            | gateway.access.list-roles is ""; it must be at least one of Super Admin, Admin, Agent.
            gateway.access.verified-ttl=2d        | gateway.access.verified-ttl is "2d"; it must be a duration above 0s, at most 1d.
            gateway.cache.ttl=-1s                 | gateway.cache.ttl is "-1s"; it must be a duration from 0s to 30d.
            gateway.cache.maximum-size=-1B        | gateway.cache.maximum-size is "-1B"; it must be 0B to
            gateway.cache.maximum-size=1TB        | gateway.cache.maximum-size is "1TB"; it must be 0B to
            gateway.cache.max-size=1MB            | gateway.cache.max-size
            gateway.cahce.ttl=1s                  | gateway.cahce.ttl
            gateway.access-log.enabled=maybe      | gateway.access-log.enabled is "maybe"; it must be true or false.
            gateway.access-log.caller=plain       | gateway.access-log.caller is "plain"; it must be one of hashed, off.
            resilience4j.bulkhead.instances.upstream.max-concurrent-calls=129 | pool.max-connections is "128"; it must be at least resilience4j.bulkhead.instances.upstream.max-concurrent-calls, which is 129.
            resilience4j.bulkhead.instances.upstream.max-wait-duration=1 | resilience4j.bulkhead.instances.upstream.max-wait-duration is "1"; it must be 0: a call that waited would hold up an event loop
            resilience4j.thread-pool-bulkhead.instances.upstream.core-thread-pool-size=8 | core-thread-pool-size is "***"; it must be left out: calls need no threads
            management.tracing.export.enabled=maybe | management.tracing.export.enabled is "maybe"; it must be true or false.
            management.tracing.export.enabled=true | management.opentelemetry.tracing.export.otlp.endpoint is not set; it must be the http or https address that takes spans
            server.http2.enabled=true             | server.http2.enabled is "true"; it must be false: HTTP/2 is for the ingress or service mesh in front
            server.netty.max-keep-alive-requests=0 | server.netty.max-keep-alive-requests is "0"; it must be -1 for no limit
            management.server.port=8080           | management.server.port is "8080"; it must be a port of its own
            """)
    void a_wrong_value_stops_the_start_with_a_sentence(String property, String sentence, CapturedOutput output) {
        String port = property.startsWith("management") ? "--server.port=8080" : "--server.port=0";
        assertThatThrownBy(() -> new RunningGateway(GOOD, port, "--" + property))
                .isNotNull();
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START");
        String description = output.getOut().substring(output.getOut().indexOf("Description:"));
        assertThat(description).contains(sentence);
        assertThat(output.getAll()).doesNotContain("hunter2").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            management.opentelemetry.tracing.export.otlp.endpoint=collector:4318 | management.opentelemetry.tracing.export.otlp.endpoint is "collector:4318"; it must be the http or https address that takes spans, without a user, such as http://localhost:4318/v1/traces, while management.tracing.export.enabled is true.
            management.opentelemetry.tracing.export.otlp.endpoint=http://collector:4318 | otlp.endpoint is "http://collector:4318"; it must be
            management.opentelemetry.tracing.export.otlp.endpoint=http://u:hunter2@c/v1/traces | otlp.endpoint is "(an address with a user)"; it must be
            management.opentelemetry.tracing.export.otlp.endpoint=http://[c/v1/traces | otlp.endpoint is "http://[c/v1/traces"; it must be
            management.opentelemetry.tracing.export.otlp.transport=grpc | management.opentelemetry.tracing.export.otlp.transport is "grpc"; it must be http, which sends protobuf over HTTP.
            management.opentelemetry.tracing.export.otlp.timeout=soon | management.opentelemetry.tracing.export.otlp.timeout is "soon"; it must be a duration such as
            management.tracing.sampling.probability=2 | management.tracing.sampling.probability is "2.0"; it must be a number from 0.0 to 1.0.
            management.tracing.sampling.probability=NaN | management.tracing.sampling.probability is "NaN"; it must be a number from 0.0 to 1.0.
            management.tracing.sampling.probability=much | management.tracing.sampling.probability is "much"; it must be a number.
            """)
    void so_does_a_wrong_value_for_tracing_that_is_on(String property, String sentence, CapturedOutput output) {
        assertThatThrownBy(() -> new RunningGateway(
                        GOOD, SpanCollector.propertiesFor("http://127.0.0.1:9/v1/traces", "--" + property)))
                .isNotNull();
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START");
        String description = output.getOut().substring(output.getOut().indexOf("Description:"));
        assertThat(description).contains(sentence);
        assertThat(output.getAll()).doesNotContain("hunter2").doesNotContain("\tat ");
    }

    @Test
    void a_bad_users_file_stops_the_start_and_names_user_and_line_but_not_the_hash(
            @TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = Files.writeString(
                folder.resolve("users.yaml"),
                "users:\n  - username: eve\n    password: '{noop}opensesame'\n    role: Agent\n");
        assertThatThrownBy(() -> new RunningGateway(GOOD, "--gateway.access.users-file=" + file))
                .isNotNull();
        assertThat(output.getOut())
                .contains("gateway.access.users-file: users file " + file
                        + ", line 3: the password of user \"eve\" must be a hash");
        assertThat(output.getAll()).doesNotContain("opensesame");
    }

    @Test
    void a_misspelt_system_property_stops_the_start(CapturedOutput output) {
        System.setProperty("gateway.cache.tll", "9s");
        try {
            assertThatThrownBy(() -> new RunningGateway(GOOD)).isNotNull();
        } finally {
            System.clearProperty("gateway.cache.tll");
        }
        assertThat(output.getOut()).contains("gateway.cache.tll (", ") is not a known property; ");
    }

    @Test
    void a_misspelt_variable_of_the_environment_is_warned_of_and_others_are_not(CapturedOutput output) {
        var variables = Map.<String, Object>of(
                "GATEWAY_CACHE_TLL", "9s", "GATEWAY_CACHE_TTL", "9s", "GATEWAY_PORT", "tcp://10.0.0.1:8080");
        new RunningGateway(
                        application -> application.environment(new StandardEnvironment() {
                            @Override
                            public Map<String, Object> getSystemEnvironment() {
                                return variables;
                            }
                        }),
                        GOOD)
                .close();
        assertThat(output.getOut().lines().filter(line -> line.contains("environment variable")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("WARN", "GATEWAY_CACHE_TLL sets no property; the nearest that does is GATEWAY_CACHE_TTL.");
    }

    @Test
    void a_plain_http_upstream_beyond_loopback_is_warned_of(CapturedOutput output) {
        new RunningGateway(GOOD, "--gateway.upstream.base-url=http://upstream.example").close();
        assertThat(output.getOut()).contains("gateway.upstream.base-url is \"http://upstream.example\"", "use https");
    }

    @Test
    void a_plain_http_upstream_on_loopback_is_not(CapturedOutput output) {
        new RunningGateway(GOOD).close();
        assertThat(output.getOut()).doesNotContain("use https").doesNotContain("hunter2");
    }
}
