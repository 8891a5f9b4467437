package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.sandbox.SandboxApplication;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox as a process, and the commands that it prints. */
class SandboxIT {

    private static final List<String> PROGRAM =
            List.of("-cp", System.getProperty("java.class.path"), SandboxApplication.class.getName());

    /** A line of two spaces' indent, and a command of four below it. */
    private static final Pattern INVITATION = Pattern.compile("(?m)^ {2}(\\S.*)\\n {4}(\\S.*)$");

    private static final Pattern STATUSES = Pattern.compile("^\\d{3}(, \\d{3})*");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern STATUS = Pattern.compile("\\b(\\d{3})\\b");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern CIRCUITS = Pattern.compile("run\\.arguments=(--resilience4j\\S+)");

    @Test
    @NeedsTools({"bash", "curl"})
    void from_top_to_bottom_each_command_shows_the_statuses_and_words_above_it(@TempDir Path folder) throws Exception {
        try (var sandbox = sandbox(folder)) {
            List<MatchResult> invitations =
                    INVITATION.matcher(invitation(sandbox)).results().toList();
            assertThat(invitations).hasSizeGreaterThan(10);
            for (MatchResult each : invitations) {
                String shown = run(each.group(2));
                String promised =
                        found(STATUSES, 0, each.group(1)).stream().findFirst().orElse("");
                if (!promised.isEmpty()) {
                    assertThat(String.join(", ", statuses(shown)))
                            .as(each.group() + '\n' + shown)
                            .isEqualTo(promised);
                }
                assertThat(found(QUOTED, 1, each.group(1)))
                        .as(each.group())
                        .allSatisfy(word -> assertThat(shown).contains(word));
            }
        }
    }

    @Test
    @NeedsTools({"bash", "curl"})
    void with_the_printed_argument_circuits_stay_closed(@TempDir Path folder) throws Exception {
        String argument;
        try (var sandbox = sandbox(folder)) {
            argument = found(CIRCUITS, 1, invitation(sandbox)).get(0);
        }
        try (var sandbox = sandbox(folder, argument)) {
            sandbox.awaitReady();
            for (int call = 0; call < 15; call++) {
                assertThat(RawConnection.get(sandbox.port(), "/api/offlinemessages/9005", "john")
                                .status())
                        .isEqualTo(502);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"server.port, management.server.port", "management.server.port, server.port"})
    void a_taken_port_ends_it_with_1_and_the_command_for_others(String taken, String other, @TempDir Path folder)
            throws Exception {
        try (var socket = new ServerSocket(0)) {
            EndedProcess ended = start(folder, "--" + taken + "=" + socket.getLocalPort(), "--" + other + "=0");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output())
                    .contains("\n" + taken + " is " + socket.getLocalPort() + ", where another program listens.\n")
                    .containsPattern("\n  \\./mvnw spring-boot:test-run -Dspring-boot\\.run\\.arguments="
                            + "\"--server\\.port=\\d+ --management\\.server\\.port=\\d+\"\n");
        }
    }

    @Test
    void a_refused_property_ends_it_with_1_and_no_command(@TempDir Path folder) throws Exception {
        EndedProcess ended =
                start(folder, "--server.port=0", "--management.server.port=0", "--gateway.cache.ttl=nonsense");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("gateway.cache.ttl is \"nonsense\"; it must be a duration")
                .doesNotContain("mvnw");
    }

    private static GatewayProcess sandbox(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(GatewayProcess.SHORT_LIVED));
        command.addAll(PROGRAM);
        return new GatewayProcess(command, folder, List.of(arguments));
    }

    private static EndedProcess start(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(PROGRAM);
        all.addAll(List.of(arguments));
        return EndedProcess.java(folder, all);
    }

    /** What it prints when it is up, to the last line. */
    private static String invitation(GatewayProcess sandbox) {
        sandbox.awaitReady();
        await().until(() -> found(CIRCUITS, 1, sandbox.output()).size() == 1);
        return sandbox.output();
    }

    private static String run(String command) throws IOException {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Those of the heads that it shows; where it shows none, the different ones among its words. */
    private static List<String> statuses(String shown) {
        List<String> heads = found(STATUS_LINE, 1, shown);
        return heads.isEmpty() ? found(STATUS, 1, shown).stream().distinct().toList() : heads;
    }

    private static List<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(match -> match.group(group)).toList();
    }
}
