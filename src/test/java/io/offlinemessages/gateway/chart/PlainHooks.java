package io.offlinemessages.gateway.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the chart whose hooks are manifests like all others, because rendering as a library leaves hooks out. */
final class PlainHooks {

    /** What marks in the copy what is a hook in the chart. */
    static final String PLAIN = "example.com/hook";

    static final Path FOLDER = copy();

    private PlainHooks() {}

    private static Path copy() {
        try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(Chart.FOLDER.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("helm.sh/hook", PLAIN));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
