package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Debian's {@code redis-server}, or a {@code valkey-server}, on a free port of the loopback, in a folder of its own. */
public final class RedisProcess implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final int port = freePort();
    private final String host;
    private final List<String> command = new ArrayList<>();
    private final String readyLine;
    private final Path folder;
    private @Nullable Process process;

    /** Starts one, with more options, and waits until it takes connections. */
    public RedisProcess(String... options) {
        this(List.of("redis-server"), LOOPBACK, options);
    }

    /**
     * Starts one at an address of this machine, or of a network namespace of its own, and waits until it takes connections.
     *
     * @param program starts the server
     */
    public RedisProcess(List<String> program, String host, String... options) {
        this(host, "Ready to accept connections", "");
        command.addAll(program);
        command.addAll(List.of(
                "--port", "" + port, "--bind", host, "--protected-mode", "no", "--save", "", "--dir", "" + folder));
        command.addAll(List.of(options));
        start();
    }

    private RedisProcess(String host, String readyLine, String configuration) {
        this.host = host;
        this.readyLine = readyLine;
        try {
            this.folder = Files.createTempDirectory("redis");
            Files.writeString(folder.resolve("conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that speaks TLS only. */
    public static RedisProcess tls(Path certificate, Path key, Path authority) {
        var server = new RedisProcess(LOOPBACK, "Ready to accept connections", "");
        server.command.addAll(List.of(
                "redis-server",
                "--port",
                "0",
                "--tls-port",
                "" + server.port,
                "--bind",
                LOOPBACK,
                "--save",
                "",
                "--dir",
                server.folder.toString(),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                authority.toString(),
                "--tls-auth-clients",
                "no"));
        server.start();
        return server;
    }

    /** A Sentinel that calls the server {@code master}, and has another take over as soon as it may; with more lines of its configuration. */
    public static RedisProcess sentinel(RedisProcess of, String... more) {
        var sentinel = new RedisProcess(LOOPBACK, "+monitor master", """
                sentinel monitor master 127.0.0.1 %d 1
                sentinel down-after-milliseconds master 1000
                %s
                """.formatted(of.port, String.join("\n", more)));
        sentinel.command.addAll(List.of(
                "redis-sentinel",
                sentinel.folder.resolve("conf").toString(),
                "--port",
                "" + sentinel.port,
                "--bind",
                LOOPBACK,
                "--dir",
                sentinel.folder.toString()));
        sentinel.start();
        return sentinel;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://" + host + ':' + port;
    }

    /** The names of all that it holds. */
    public List<String> keys() {
        return asked(commands -> commands.keys("*"));
    }

    /** Stores a text. */
    public void set(String key, String value) {
        asked(commands -> commands.set(key, value));
    }

    private <T> T asked(Function<RedisCommands<String, String>, T> question) {
        var client = RedisClient.create(url());
        try (var connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    /** Starts it again on the same port, empty. */
    public void start() {
        try {
            var started = new ProcessBuilder(command).redirectErrorStream(true).start();
            process = started;
            var out = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
            var log = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                log.append(line).append('\n');
                if (line.contains(readyLine)) {
                    return;
                }
            }
            throw new IllegalStateException("redis-server did not start:\n" + log);
        } catch (IOException e) {
            throw new UncheckedIOException("apt-get install redis-server", e);
        }
    }

    /** Ends it as a crash does (SIGKILL). */
    public void kill() {
        try {
            running().destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Freezes it (SIGSTOP): its connections stay, and nothing comes. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + running().pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running().destroyForcibly();
        try {
            running().waitFor(10, TimeUnit.SECONDS);
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
