package io.offlinemessages.gateway.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The packaged gateway as a process of its own, on ports of loopback that it keeps over restarts. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> command;
    private final List<String> arguments;
    private final int port = freePort();
    private final int managementPort = freePort();
    private Process process;

    /** What makes it start soon: it compiles little, as it does not live long. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /** Starts the jar in that folder, which takes its output too. */
    GatewayProcess(Path folder, List<String> arguments) throws IOException {
        this(folder, List.of(SHORT_LIVED), arguments);
    }

    /** The same with options of the JVM. */
    public GatewayProcess(Path folder, List<String> options, List<String> arguments) throws IOException {
        this(commandOf(options), folder, arguments);
    }

    /** Starts what that command starts. */
    GatewayProcess(List<String> command, Path folder, List<String> arguments) throws IOException {
        this.folder = folder;
        this.command = command;
        this.arguments = arguments;
        this.process = launch();
    }

    /** Starts it as it starts soonest, with further options of the JVM, where a test is not about the jar or about memory. */
    static GatewayProcess soon(Path folder, List<String> arguments, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(SHORT_LIVED, "-XX:+UseSerialGC"));
        all.addAll(List.of(options));
        return new GatewayProcess(Extracted.command(all), folder, arguments);
    }

    private static List<String> commandOf(List<String> options) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public void awaitReady() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
            }
            return isReady();
        });
    }

    /** Starts it again, after its end. */
    void restart() throws IOException {
        process = launch();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Ends it as a crash does (SIGKILL), and waits for that. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            return RawConnection.manage(managementPort, "/actuator/health/readiness")
                            .status()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private Process launch() throws IOException {
        List<String> all = new ArrayList<>();
        all.add(program("java"));
        all.addAll(command);
        all.addAll(arguments);
        all.add("--server.port=" + port);
        var builder = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        return builder.start();
    }

    /** The image's flags in the memory of the chart's pod; later ones are stronger. The JVM tracks its native memory. */
    public static List<String> podOptions(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:Flags=" + Path.of("src/image/app/jvm.flags").toAbsolutePath(),
                "-XX:MaxRAM=512m",
                "-XX:NativeMemoryTracking=summary"));
        if (Runtime.version().feature() >= 24) {
            options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        options.addAll(List.of(more));
        return options;
    }

    /** The path of a program of the JDK that runs this. */
    static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The jar of this build, beside which those of other versions may lie. */
    static Path jar() {
        try {
            var build = PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/build-info.properties"));
            String name = build.getProperty("build.artifact") + '-' + build.getProperty("build.version") + ".jar";
            return Path.of("target", name).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
