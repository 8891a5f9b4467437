package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code src/image/cluster}, with programs in the place of kubectl and helm that write down how they are called. */
@Tag("chart")
class ClusterScriptTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void standIn() throws IOException {
        program("kubectl", """
                case "$*" in
                  "config current-context") echo somewhere ;;
                  *"logs caller") cat "$(dirname "$0")/answers" ;;
                esac
                """);
        program("helm", """
                case "$*" in
                  install*) cp "${7}" "$(dirname "$0")/values.yaml" ;;
                  list*) echo '[{"name":"demo","revision":"2"}]' ;;
                esac
                """);
        Files.writeString(folder.resolve("answers"), "401\n401\n");
    }

    @Test
    void it_says_that_no_cluster_is_named_and_ends_with_77() throws Exception {
        assertThat(run("")).isEqualTo("""
                        SKIPPED No cluster is at hand: KUBECONFIG is not set. The chart was installed nowhere.
                        77""");
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_cluster_that_does_not_answer_is_none() throws Exception {
        program("kubectl", "exit 1");
        assertThat(run("/config"))
                .isEqualTo("SKIPPED No cluster is at hand: the one of KUBECONFIG (/config) does not answer."
                        + " The chart was installed nowhere.\n77");
    }

    @Test
    void it_installs_tests_upgrades_tests_again_and_removes() throws Exception {
        assertThat(run("/config", "registry.example.com:5000/team/gateway:1.0"))
                .contains("ok      2 calls during the upgrade")
                .endsWith("\n0");
        assertThat(calls().stream()
                        .filter(call -> call.startsWith("helm ") && !call.startsWith("helm template"))
                        .map(call -> call.split(" ", 3)[1]))
                .containsExactly("install", "test", "upgrade", "test", "list", "uninstall");
        assertThat(calls().stream().filter(call -> call.contains(" --dry-run=server ")))
                .hasSameSizeAs(Chart.WAYS);
        assertThat(calls())
                .anyMatch(call -> call.matches("kubectl label namespace \\S+ pod-security\\S+/enforce=restricted .*"))
                .last()
                .asString()
                .startsWith("kubectl delete namespace gateway-check-");
    }

    @Test
    void the_chart_takes_its_values() throws Exception {
        run("/config", "registry.example.com:5000/team/gateway:1.0");
        Chart chart = Chart.with(folder.resolve("values.yaml"));
        assertThat(chart.render().pods())
                .extracting(pod -> pod.getContainers().get(0).getImage())
                .contains("registry.example.com:5000/team/gateway:1.0");
        assertThatCode(() -> chart.setAll("config.gateway.cache.ttl=31s minReadySeconds=5")
                        .render())
                .doesNotThrowAnyException();
    }

    @Test
    void a_call_that_fails_during_the_upgrade_breaks_a_promise() throws Exception {
        Files.writeString(folder.resolve("answers"), "401\n000\n401\n");
        assertThat(run("/config", "gateway:1.0"))
                .contains("BROKEN  statuses of the calls during the upgrade is '000 401 ', not '401 '")
                .endsWith("\n1");
        assertThat(calls()).last().asString().startsWith("kubectl delete namespace gateway-check-");
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), """
                #!/usr/bin/env bash
                echo "$(basename "$0") $*" >>"$(dirname "$0")/calls"
                """ + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        Path file = folder.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Output and exit code. */
    private String run(String kubeconfig, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder("src/image/cluster");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", kubeconfig);
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output) + process.exitValue();
    }
}
