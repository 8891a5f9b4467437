package io.offlinemessages.gateway.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of promtool.
 *
 * @param exitCode 0 where it found nothing to complain of
 * @param output what it printed, errors included
 */
public record Promtool(int exitCode, String output) {

    /** Runs it with these arguments and that text as its input, and waits for its end. */
    public static Promtool run(String input, String... arguments) {
        var command = new ArrayList<String>();
        command.add("promtool");
        command.addAll(List.of(arguments));
        try {
            Path file = Files.createTempFile("promtool", ".txt");
            try {
                Files.writeString(file, input);
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(file.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Promtool(process.waitFor(), output);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
