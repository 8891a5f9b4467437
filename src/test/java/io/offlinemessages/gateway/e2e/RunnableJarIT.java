package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"server.port, management.server.port", "management.server.port, server.port"})
    void a_taken_port_ends_it_with_1_and_the_options_for_others(String taken, String other, @TempDir Path folder)
            throws Exception {
        try (var sandbox = new SandboxUpstream();
                var socket = new ServerSocket(0)) {
            EndedProcess ended = start(
                    folder,
                    sandbox,
                    Extracted.command(List.of()),
                    "--" + taken + "=" + socket.getLocalPort(),
                    "--" + other + "=0");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output())
                    .contains("\n" + taken + " is " + socket.getLocalPort() + ", where another program listens.\n")
                    .containsPattern("\nStop that program, or start on free ports: "
                            + "--server\\.port=\\d+ --management\\.server\\.port=\\d+\n");
        }
    }

    @Test
    void a_start_that_fails_ends_the_process_whatever_other_threads_go_on(@TempDir Path folder) throws Exception {
        Path program = Files.writeString(folder.resolve("BesideAThread.java"), """
                class BesideAThread {
                    public static void main(String[] arguments) {
                        new Thread(java.util.concurrent.locks.LockSupport::park).start();
                        io.offlinemessages.gateway.GatewayApplication.main(arguments);
                    }
                }
                """);
        try (var sandbox = new SandboxUpstream()) {
            EndedProcess ended = start(
                    folder,
                    sandbox,
                    List.of("-cp", System.getProperty("java.class.path"), program.toString()),
                    "--server.port=0",
                    "--management.server.port=0",
                    "--gateway.cache.ttl=nonsense");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output()).contains("gateway.cache.ttl is \"nonsense\"; it must be a duration");
        }
    }

    private static EndedProcess start(Path folder, SandboxUpstream sandbox, List<String> program, String... arguments)
            throws Exception {
        List<String> all = new ArrayList<>(program);
        all.addAll(sandbox.gatewayProperties());
        all.addAll(List.of(arguments));
        return EndedProcess.java(folder, all);
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
