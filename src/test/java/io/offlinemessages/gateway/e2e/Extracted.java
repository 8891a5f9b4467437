package io.offlinemessages.gateway.e2e;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The packaged gateway taken out of its jar, with an archive of the classes that a start loads: its processes start much sooner.
 * The first test that asks makes it, once for each jar and JVM. A JVM that does not like the archive starts without it.
 */
final class Extracted {

    private static final Path ALL = Path.of("target", "extracted").toAbsolutePath();

    private final Path jar = GatewayProcess.jar();
    private final Path folder = ALL.resolve(checksum(jar) + "-" + Runtime.version());
    private final Path program = folder.resolve(jar.getFileName());
    private final Path archive = folder.resolve("classes.jsa");

    /** What starts it, after these options of the JVM. */
    static List<String> command(List<String> options) {
        var extracted = new Extracted();
        extracted.makeOnce();
        return extracted.command("-XX:SharedArchiveFile=", options);
    }

    private List<String> command(String use, List<String> options) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of(use + archive, "-jar", program.toString()));
        return command;
    }

    private void makeOnce() {
        synchronized (Extracted.class) {
            try {
                Files.createDirectories(ALL);
                // Tests run in several JVMs at once.
                try (var file = FileChannel.open(
                                ALL.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = file.lock()) {
                    if (lock.isValid() && Files.notExists(folder)) {
                        Path unfinished = Files.createTempDirectory(ALL, "unfinished");
                        extract(unfinished);
                        Files.move(unfinished, folder);
                        train();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void extract(Path to) throws IOException, InterruptedException {
        Process extraction = new ProcessBuilder(
                        GatewayProcess.program("java"),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        to.toString())
                .redirectErrorStream(true)
                .redirectOutput(to.resolve("extraction").toFile())
                .start();
        if (extraction.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(to.resolve("extraction")));
        }
    }

    /** Runs it once, to the end, when the JVM writes down which classes there were. */
    private void train() throws IOException, InterruptedException {
        try (var sandbox = new SandboxUpstream();
                var gateway = new GatewayProcess(
                        command("-XX:ArchiveClassesAtExit=", List.of(GatewayProcess.SHORT_LIVED, "-XX:+UseSerialGC")),
                        folder,
                        sandbox.gatewayProperties())) {
            gateway.awaitReady();
            RawConnection.get(gateway.port(), "/api/offlinemessages/744", "john");
            gateway.terminate();
            gateway.exitCode();
        }
    }

    private static String checksum(Path file) {
        try {
            var sum = new CRC32C();
            sum.update(Files.readAllBytes(file));
            return Long.toHexString(sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
