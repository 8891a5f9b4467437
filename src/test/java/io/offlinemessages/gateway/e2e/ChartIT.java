package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.offlinemessages.gateway.chart.Chart;
import io.offlinemessages.gateway.chart.ForEachWay;
import io.offlinemessages.gateway.chart.MountedPod;
import io.offlinemessages.gateway.chart.RenderedChart;
import io.offlinemessages.gateway.mounts.KeyPair;
import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The gateway runs with the very files and variables that the chart gives its pods. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartIT {

    private static final String LIST = "/api/offlinemessages/";
    private static final String DETAIL = "/api/offlinemessages/744";

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final Map<String, Map<String, String>> secrets = new HashMap<>();

    @TempDir
    private Path folder;

    private KeyPair keys;

    @BeforeAll
    void keepSecrets(@TempDir Path made) throws Exception {
        keys = KeyPair.create(made, "gateway");
        secrets.put("gateway-users", Map.of("users.yaml", Files.readString(SandboxUpstream.usersFile())));
        secrets.put(
                "gateway-upstream",
                Map.of("username", SandboxUpstream.USERNAME + "\n", "password", SandboxUpstream.PASSWORD + "\n"));
        secrets.put(
                "gateway-shared",
                Map.of("secret", "A".repeat(43) + "=\n", "username", "", "password", "", "sentinel-password", ""));
        secrets.put("gateway-tls", keys.pem());
        secrets.put("company-ca", Map.of("ca.crt", keys.pem().get("tls.crt")));
    }

    /** Spring Boot leaves the format in a system property, where the next gateway of this process would find it. */
    @AfterEach
    void forgetFormat() {
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @ForEachWay
    void each_way_to_install_it_makes_a_gateway_that_answers_and_reads_every_property(String way) throws Exception {
        RenderedChart chart = atSandbox(Chart.with(way)).render();
        var known = new KnownProperties();
        try (var gateway = start(chart, known)) {
            boolean tls = chart.text().contains("/etc/gateway/tls");
            assertThat(answer(gateway, tls, LIST, "nobody")).isEqualTo("401 Bad credentials");
            if (!way.equals("forward.yaml")) {
                assertThat(answer(gateway, tls, DETAIL, "john")).startsWith("200 ");
            }
            assertThat(management(gateway, "/actuator/health/liveness")).isEqualTo(200);
            assertThat(management(gateway, "/actuator/health/readiness")).isEqualTo(200);
            assertThat(management(gateway, "/actuator/prometheus")).isEqualTo(200);
        }
        assertThat(properties(chart))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known.has(name)).as(name).isTrue());
    }

    @Test
    void in_forward_mode_the_upstream_sees_the_callers_own_credential() throws Exception {
        sandbox.server().resetRequests();
        try (var gateway = start(atSandbox(Chart.with("forward.yaml")).render(), new KnownProperties())) {
            answer(gateway, false, DETAIL, "john");
        }
        assertThat(sandbox.server().getServeEvents().getRequests())
                .hasSize(1)
                .allSatisfy(call -> assertThat(call.getRequest().getHeader("Authorization"))
                        .isEqualTo("Basic " + RawConnection.credentials("john")));
    }

    @ParameterizedTest
    @CsvSource({"trial.yaml, http", "tls.yaml, https"})
    @NeedsTools({"sh", "curl"})
    void the_chart_s_test_passes_where_the_gateway_answers_and_fails_where_something_else_does(
            String way, String scheme) throws Exception {
        RenderedChart chart = atSandbox(Chart.with(way)).render();
        List<String> command =
                chart.the(Pod.class).getSpec().getContainers().get(0).getCommand();
        String url = command.get(command.size() - 1);
        assertThat(url).startsWith(scheme + "://demo-offline-messages-gateway.chat.svc:");
        try (var gateway = start(chart, new KnownProperties())) {
            assertThat(run(command, scheme + "://localhost:" + gateway.port() + LIST))
                    .isEqualTo("0: answered: Bad credentials 401");
            assertThat(run(command, "http://localhost:" + gateway.managementPort() + LIST))
                    .startsWith("1: answered: ")
                    .endsWith(" 404");
        }
    }

    @Test
    void the_operators_file_is_a_config_as_it_stands() throws Exception {
        String indented = Files.readString(Path.of("config/application.yaml")).indent(2);
        Path values = Files.writeString(folder.resolve("values.yaml"), "config:\n" + indented);
        RenderedChart chart = atSandbox(Chart.with("existing-secrets.yaml").and(values))
                // Else the tests' own, which is longer than the file's deadline.
                .set("config.gateway.upstream.connect-timeout", "1s")
                .render();
        var known = new KnownProperties();
        try (var gateway = start(chart, known)) {
            assertThat(answer(gateway, false, DETAIL, "john")).startsWith("200 ");
        }
        assertThat(properties(chart))
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(known.has(name)).as(name).isTrue());
    }

    @Test
    void misspelt_names_are_not_taken_for_names_that_are_read() throws Exception {
        List<String> misspelt = List.of(
                "spring.cloud.gateway.server.webflux.httpclient.pool.max-conections",
                "spring.lifecycle.timeout-per-shutdown",
                "spring.ssl.bundle.pem.other.keystore.certifcate",
                "management.endpoint.health.show-detail",
                "spring.main.banner-mod",
                "logging.structured.formats.console",
                "loging.level.root");
        Chart wrong = atSandbox(Chart.with("existing-secrets.yaml"));
        for (String name : misspelt) {
            wrong = wrong.set("config." + name, "1");
        }
        RenderedChart chart = wrong.render();
        var known = new KnownProperties();
        start(chart, known).close();
        assertThat(properties(chart).stream().filter(name -> !known.has(name)))
                .containsExactlyInAnyOrderElementsOf(misspelt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway.cache.ttl         | ${TTL:soon}    | ; it must be a duration such as
            gateway.upstream.deadline | ${DEADLINE:2s} | it must be at most gateway.upstream.deadline, which is 2s.
            resilience4j.retry.configs.default.max-attempts | many | resilience4j.retry.configs.default.max-attempts
            resilience4j.retry.configs.default.max-atempts | 2 | resilience4j.retry.configs.default.max-atempts is "***"; it must be left out: nothing here reads it.
            resilience4j.bulkhead.instances.upstream.max-wait-duration | 1s | resilience4j.bulkhead.instances.upstream.max-wait-duration is "1s"; it must be 0: a call that waited
            server.netty.idle-timeout | 20x | server.netty.idle-timeout
            server.netty.idle-timout  | 20s | server.netty.idle-timout is "***"; it must be left out: nothing here reads it.
            """)
    void a_wrong_config_stops_the_start_with_a_sentence(
            String name, String value, String sentence, CapturedOutput output) throws Exception {
        RenderedChart chart = atSandbox(Chart.with("existing-secrets.yaml"))
                .set("config." + name, value)
                .render();
        assertThatThrownBy(() -> start(chart, new KnownProperties())).isNotNull();
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START");
        assertThat(output.getOut().substring(output.getOut().indexOf("Description:")))
                .contains(sentence);
        assertThat(output.getAll()).doesNotContain(SandboxUpstream.PASSWORD).doesNotContain("\tat ");
    }

    private Chart atSandbox(Chart chart) {
        return chart.set("config.gateway.upstream.base-url", sandbox.server().baseUrl());
    }

    private MountedPod mounted(RenderedChart chart) throws IOException {
        return new MountedPod(chart, secrets, Files.createTempDirectory(folder, "root"));
    }

    private RunningGateway start(RenderedChart chart, KnownProperties known) throws IOException {
        Map<String, Object> variables = mounted(chart).environment();
        return new RunningGateway(
                application -> application
                        .environment(new StandardEnvironment() {
                            @Override
                            public Map<String, Object> getSystemEnvironment() {
                                return variables;
                            }
                        })
                        .initializers(context ->
                                ((GenericApplicationContext) context).registerBean(KnownProperties.class, () -> known)),
                List.of());
    }

    private String answer(RunningGateway gateway, boolean tls, String target, String user) throws Exception {
        if (tls) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + target))
                    .header("Authorization", "Basic " + RawConnection.credentials(user))
                    .build();
            var client = HttpClient.newBuilder()
                    .sslContext(keys.context(List.of(keys)))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
        RawResponse response = RawConnection.get(gateway.port(), target, user);
        return response.status() + " " + response.text();
    }

    /** Exit code and output of the test's command at another address. */
    private String run(List<String> command, String url) throws IOException, InterruptedException {
        var at = new ArrayList<>(command);
        at.set(at.size() - 1, url);
        Path output = Files.createTempFile(folder, "output", "");
        int code = new ProcessBuilder(at)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return code + ": " + Files.readString(output).strip().replace(url + " ", "");
    }

    private static int management(RunningGateway gateway, String path) {
        return RawConnection.exchange(gateway.managementPort(), "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n")
                .status();
    }

    /** The names of all properties in the ConfigMap. */
    private static List<String> properties(RenderedChart chart) throws IOException {
        String yaml = Objects.requireNonNull(chart.the(ConfigMap.class, "demo-offline-messages-gateway")
                .getData()
                .get("application.yaml"));
        var source = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("chart", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .get(0);
        return Arrays.asList(source.getPropertyNames());
    }
}
