package io.offlinemessages.gateway.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands and programs for callers, in the guide and in the README: each runs as it is printed, and prints the output below it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersPageIT {

    private static final List<PrintedCommand> COMMANDS = Stream.of("README.md", "src/docs/guide/call.md")
            .map(Path::of)
            .flatMap(page -> PrintedCommand.of(page).stream())
            .toList();

    /** Longer than the gateway keeps any answer. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private static final int A_MINUTE = 60;

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");

    @TempDir
    Path folder;

    private final SandboxUpstream sandbox = new SandboxUpstream();
    private final RunningGateway gateway = new RunningGateway(new PassingTime(), sandbox.gatewayProperties());
    private final RunningGateway limited = new RunningGateway(
            new PassingTime(), sandbox.gatewayProperties(), "--gateway.limits.requests-per-minute=" + A_MINUTE);

    @AfterAll
    void stop() {
        gateway.close();
        limited.close();
        sandbox.close();
    }

    @TestFactory
    @NeedsTools("curl")
    Stream<DynamicTest> a_command_of_curl_prints_its_output() {
        assertThat(COMMANDS).filteredOn(PrintedCommand::isOfShell).hasSizeGreaterThan(3);
        return COMMANDS.stream()
                .filter(PrintedCommand::isOfShell)
                .map(command -> dynamicTest(command.page() + ": " + command.name(), () -> asPrinted(command)));
    }

    @TestFactory
    @NeedsTools("curl")
    Stream<DynamicTest> curl_waits_as_the_gateway_asks() {
        return COMMANDS.stream()
                .filter(command -> command.command().contains("--retry "))
                .map(command -> dynamicTest(command.name(), () -> {
                    refuseOnce();
                    assertThat(run(command, gateway)).isEqualTo(command.lines());
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_client_in_java_works() {
        return client("java");
    }

    @TestFactory
    @NeedsTools("python3")
    Stream<DynamicTest> the_client_in_python_works() {
        return client("python");
    }

    @TestFactory
    Stream<DynamicTest> the_client_in_typescript_works() {
        String version = nodeVersion();
        assumeTrue(
                stripsTypes(version),
                () -> "needs Node.js 22.6 or newer, which runs TypeScript; here is "
                        + (version.isEmpty() ? "none" : version));
        return client("typescript");
    }

    private Stream<DynamicTest> client(String language) {
        PrintedCommand client = COMMANDS.stream()
                .filter(command -> command.language().equals(language))
                .findFirst()
                .orElseThrow();
        return Stream.of(
                dynamicTest("it prints its output", () -> asPrinted(client)),
                dynamicTest("it waits as a 503 says", () -> waitsAsA503Says(client)),
                dynamicTest("it waits as a 429 says", () -> waitsAsA429Says(client)));
    }

    private void asPrinted(PrintedCommand command) throws IOException, InterruptedException {
        assertThat(run(command, gateway)).isEqualTo(lines(command));
    }

    /** The upstream is rate limited, so the gateway leaves it alone for a second. */
    private void waitsAsA503Says(PrintedCommand client) throws IOException, InterruptedException {
        refuseOnce();
        List<String> expected = new ArrayList<>(lines(client));
        expected.add(0, expected.get(0).replace("200", "503").replace("; stored", ""));
        assertThat(run(client, gateway)).isEqualTo(expected);
    }

    /** The caller has made all but two of its requests of the minute, and gets one each second. */
    private void waitsAsA429Says(PrintedCommand client) throws IOException, InterruptedException {
        limited.ticker().advance(FORGOTTEN);
        IntStream.range(2, A_MINUTE)
                .forEach(request -> RawConnection.get(limited.port(), "/api/offlinemessages/596", "john"));
        List<String> expected = new ArrayList<>(lines(client));
        expected.add(2, "429 /api/offlinemessages/744 -");
        expected.set(3, expected.get(3).replace("ttl=30", "ttl=29"));
        assertThat(client.run(folder, limited.port(), environment())).isEqualTo(expected);
    }

    private void refuseOnce() {
        sandbox.server().resetScenarios();
        sandbox.server()
                .stubFor(get(urlPathEqualTo("/api/offlinemessages/"))
                        .atPriority(1)
                        .inScenario("refuses once")
                        .whenScenarioStateIs(STARTED)
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                        .willSetStateTo("goes on"));
    }

    private List<String> run(PrintedCommand command, RunningGateway gateway) throws IOException, InterruptedException {
        gateway.ticker().advance(FORGOTTEN);
        return command.run(folder, gateway.port(), environment()).stream()
                .map(CallersPageIT::withoutChance)
                .toList();
    }

    private static List<String> lines(PrintedCommand command) {
        return command.lines().stream().map(CallersPageIT::withoutChance).toList();
    }

    private static String withoutChance(String line) {
        return line.replaceFirst("^Date: .+ GMT$", "Date: …")
                .replaceFirst("^X-Request-Id: [0-9a-f]{16}$", "X-Request-Id: …");
    }

    /** This JDK's {@code java} comes first; the first releases of Node.js that can run TypeScript wait to be told. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "PATH", Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + System.getenv("PATH"));
        String node = nodeVersion();
        if (stripsTypes(node) && !stripsTypesByItself(node)) {
            environment.put("NODE_OPTIONS", "--experimental-strip-types");
        }
        return environment;
    }

    private static boolean stripsTypes(String version) {
        return isAtLeast(version, 22, 6);
    }

    private static boolean stripsTypesByItself(String version) {
        return isAtLeast(version, 22, 18) && !(isAtLeast(version, 23, 0) && !isAtLeast(version, 23, 6));
    }

    private static boolean isAtLeast(String version, int major, int minor) {
        var parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int actual = Integer.parseInt(parts.group(1));
        return actual > major || (actual == major && Integer.parseInt(parts.group(2)) >= minor);
    }

    /** Such as {@code v22.18.0}; empty where there is no Node.js. */
    private static String nodeVersion() {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            return new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException none) {
            return "";
        }
    }
}
