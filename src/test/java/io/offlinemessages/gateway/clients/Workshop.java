package io.offlinemessages.gateway.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** An empty folder below {@code target} in which a test runs programs, one after the other, each for ten minutes at most. */
final class Workshop {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** The folder of this name, which is emptied. */
    Workshop(String name) throws IOException {
        folder = Path.of("target", "clients", name).toAbsolutePath();
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
    }

    /** The path of a file in the folder. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** Sets a variable of all programs that are run from now on. */
    Workshop with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Copies a file from the test resources. */
    void copy(String resource, Path to) throws IOException {
        Files.copy(Path.of("src/test/resources/generated-clients", resource), to);
    }

    /** Runs a program that downloads; the test is skipped where the download fails. */
    void fetch(String... command) throws IOException, InterruptedException {
        String problem = problem(command);
        if (!problem.isEmpty()) {
            Assumptions.abort("needs what this downloads: " + problem);
        }
    }

    /** Runs a program and returns its output; an AssertionError with the output where it fails. */
    String run(String... command) throws IOException, InterruptedException {
        String problem = problem(command);
        if (!problem.isEmpty()) {
            throw new AssertionError(problem);
        }
        return output();
    }

    /** The command and its output where it did not end with 0 in time; else empty. */
    private String problem(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(path("output").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (ended && process.exitValue() == 0) {
                return "";
            }
            String end = ended ? "ended with " + process.exitValue() : "still runs after " + LIMIT;
            return String.join(" ", List.of(command)) + " " + end + ":\n" + output();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String output() throws IOException {
        return Files.readString(path("output"));
    }
}
