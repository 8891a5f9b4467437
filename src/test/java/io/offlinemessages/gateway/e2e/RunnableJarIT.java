package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: one file, from any folder, configured by arguments and environment, stopped by a signal. */
class RunnableJarIT {

    @Test
    void it_starts_from_another_folder_answers_and_stops_cleanly(@TempDir Path folder) throws Exception {
        try (var sandbox = new SandboxUpstream();
                var gateway = new GatewayProcess(folder, sandbox.gatewayProperties())) {
            gateway.awaitReady();
            assertThat(RawConnection.get(gateway.port(), "/api/offlinemessages/744", "john")
                            .status())
                    .isEqualTo(200);
            assertThat(RawConnection.manage(gateway.managementPort(), "/docs/swagger-ui-bundle.js")
                            .status())
                    .isEqualTo(200);
            assertThat(RawConnection.manage(gateway.managementPort(), "/actuator/info")
                            .text())
                    .contains("\"password\":\"***\"")
                    .doesNotContain("\"" + SandboxUpstream.PASSWORD + "\"");

            gateway.terminate();

            assertThat(gateway.exitCode()).isZero();
            assertThat(gateway.output())
                    .contains("Started GatewayApplication", "Draining: unready, but serving for 5s more.")
                    .doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void asked_to_check_it_says_what_it_finds_and_exits_with_1_where_that_is_anything(@TempDir Path folder)
            throws Exception {
        try (var sandbox = new SandboxUpstream()) {
            String url = sandbox.server().baseUrl();
            assertThat(check(folder, sandbox, Map.of(), "--gateway.check")).isEqualTo("""
                    users file: ok, 3 users
                    start: ok, the gateway starts
                    upstream: ok, %s answers and lets the gateway's own account in
                    gateway.check: ok
                    exit 0
                    """.formatted(url));
            var wrong =
                    Map.of("GATEWAY_CHECK", "true", "GATEWAY_UPSTREAM_PASSWORD", "hunter2", "GATEWAY_CACHE_TLL", "9s");
            assertThat(check(folder, sandbox, wrong)).isEqualTo("""
                    users file: ok, 3 users
                    The environment variable GATEWAY_CACHE_TLL sets no property; the nearest that does is GATEWAY_CACHE_TTL.
                    gateway.upstream.base-url is "%s", which refuses the gateway's own account; check gateway.upstream.username \
                    and gateway.upstream.password, and that the account is a Super Admin there.
                    gateway.check: 2 findings
                    exit 1
                    """.formatted(url));
        }
    }

    /** Standard output and exit code; standard error may hold warnings of the JDK itself. */
    private static String check(
            Path folder, SandboxUpstream sandbox, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(GatewayProcess.program("java")));
        command.addAll(Extracted.command(List.of(GatewayProcess.SHORT_LIVED, "-XX:+UseSerialGC")));
        sandbox.gatewayProperties().stream()
                .filter(argument -> !argument.contains("password"))
                .forEach(command::add);
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("GATEWAY_UPSTREAM_PASSWORD", SandboxUpstream.PASSWORD);
        builder.environment().putAll(environment);
        Process check = builder.start();
        assertThat(check.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).doesNotContain("\tat ", "hunter2", "Exception");
        return Files.readString(output) + "exit " + check.exitValue() + "\n";
    }
}
