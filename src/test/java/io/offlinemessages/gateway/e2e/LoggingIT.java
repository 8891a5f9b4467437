package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/** What the log says, and what it never says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class LoggingIT {

    private static final String TARGET = "/api/offlinemessages/744?secret=1";

    /** The first digits of SHA-256("john@example.com"). */
    private static final String JOHN = "855f96e983f1";

    private final SandboxUpstream sandbox = new SandboxUpstream();

    /** Spring Boot leaves the format in a system property, where the next gateway of this process would find it. */
    @AfterEach
    void forgetFormat() {
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void each_request_gets_a_line_that_names_no_one(CapturedOutput output) {
        try (var gateway = new RunningGateway(sandbox.gatewayProperties())) {
            RawConnection.get(
                    gateway.port(),
                    TARGET,
                    "john",
                    "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "X-Request-Id: order-17");
            RawConnection.get(gateway.port(), "/api/offlinemessages/-14", "john");
            await().untilAsserted(() -> assertThat(output.getOut())
                    .containsPattern("GET route=detail status=200 cache=miss cause=none duration=\\d+ms caller=" + JOHN
                            + " request=order-17 trace=0af7651916cd43dd8448eb211c80319c")
                    .containsPattern("GET route=detail status=400 cache=none cause=invalid_id duration=\\d+ms caller="
                            + JOHN + " request=[0-9a-f]{16} trace=[0-9a-f]{32}"));
        }
        assertThat(output.getAll()).doesNotContain("john@", "secret=1");
    }

    @Test
    void a_refused_name_is_hashed_if_it_is_a_users_and_else_unknown(CapturedOutput output) {
        try (var gateway =
                new RunningGateway(sandbox.gatewayProperties(), "--gateway.limits.failed-logins-per-user=1")) {
            refused(gateway, "Authorization: " + basic("john@example.com", "wrong"));
            refused(gateway, "Authorization: " + basic("john@example.com", "wrong again"));
            refused(gateway, "Authorization: " + basic("hunter2", "john@example.com"));
            refused(gateway, "Authorization: " + basic("hunter2", "john again"));
            refused(gateway, "Authorization: Bearer x");
            refused(gateway, "Accept: application/json");
            await().untilAsserted(() -> assertThat(output.getOut()
                            .lines()
                            .filter(line -> line.contains("status=4"))
                            .map(line -> line.replaceAll(".*(cause=\\S+) \\S+ (caller=\\S+) .*", "$1 $2")))
                    .containsExactlyInAnyOrder(
                            "cause=bad_credentials caller=" + JOHN,
                            "cause=password_rate_exceeded caller=" + JOHN,
                            "cause=bad_credentials caller=unknown",
                            "cause=password_rate_exceeded caller=unknown",
                            "cause=bad_credentials caller=unknown",
                            "cause=bad_credentials caller=unknown"));
        }
        assertThat(output.getAll()).doesNotContain("hunter2");
    }

    private static void refused(RunningGateway gateway, String field) {
        RawConnection.exchange(
                gateway.port(),
                "GET " + TARGET + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + field + "\r\n\r\n");
    }

    private static String basic(String name, String password) {
        return Authorization.basic(name, password).value();
    }

    @Test
    void the_caller_and_the_whole_line_can_be_switched_off(CapturedOutput output) {
        try (var gateway = new RunningGateway(sandbox.gatewayProperties(), "--gateway.access-log.caller=off")) {
            RawConnection.get(gateway.port(), TARGET, "john");
            await().until(() -> output.getOut().contains("caller=- "));
        }
        try (var gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--gateway.access-log.enabled=false",
                "--gateway.access.detail-roles=Agent")) {
            RawConnection.get(gateway.port(), TARGET, "john");
        }
        assertThat(output.getOut()).doesNotContain(JOHN).doesNotContain("status=403");
    }

    @Test
    void a_switch_turns_lines_into_json_of_the_elastic_common_schema(CapturedOutput output) {
        try (var gateway = new RunningGateway(sandbox.gatewayProperties(), "--logging.structured.format.console=ecs")) {
            RawConnection.get(gateway.port(), TARGET, "john");
            await().until(() -> output.getOut().contains("\"route\":\"detail\""));
        }
        String line = output.getOut()
                .lines()
                .filter(text -> text.contains("\"route\":\"detail\""))
                .findFirst()
                .orElseThrow();
        assertThat(line).startsWith("{").contains("\"cache\":\"miss\"", "\"caller\":\"" + JOHN + "\"", "\"ecs\":");
        JsonNode fields = JsonMapper.builder().build().readTree(line);
        assertThat(fields.at("/http/response/status_code")).isEqualTo(IntNode.valueOf(200));
        assertThat(fields.at("/http/request/method")).isEqualTo(StringNode.valueOf("GET"));
        assertThat(fields.at("/http/request/id").isString()).isTrue();
        assertThat(fields.at("/trace/id").isString()).isTrue();
        assertThat(fields.at("/event/duration").isIntegralNumber()).isTrue();
    }

    @Test
    void no_log_level_shows_a_password_or_an_authorization(CapturedOutput output) {
        try (var gateway = new RunningGateway(
                sandbox.gatewayProperties(),
                "--logging.level.root=TRACE",
                "--logging.level.wiremock=off",
                "--logging.level.org.eclipse=off")) {
            RawConnection.get(gateway.port(), TARGET, "john");
            RawConnection.get(gateway.port(), "/api/offlinemessages/9001", "john");
            RawConnection.get(gateway.port(), "/api/offlinemessages/744", "nobody");
            await().until(() -> output.getOut().contains("cause=bad_credentials"));
        }
        String upstream = Authorization.basic(SandboxUpstream.USERNAME, SandboxUpstream.PASSWORD)
                .value()
                .substring("Basic ".length());
        assertThat(output.getAll().contains("TRACE")).isTrue();
        for (String secret :
                new String[] {RawConnection.credentials("john"), RawConnection.credentials("nobody"), upstream, "123456"
                }) {
            String found = output.getAll()
                    .lines()
                    .filter(line -> line.contains(secret))
                    .findFirst()
                    .orElse("");
            assertThat(found).as("a line with " + secret).isEmpty();
        }
    }
}
