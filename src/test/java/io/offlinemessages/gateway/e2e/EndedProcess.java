package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program that has ended: its exit code, and the text of its standard output and error. */
record EndedProcess(int exitCode, String output) {

    private static final int PATIENCE_SECONDS = 120;

    /** Runs {@code java} with these arguments in that folder, and waits for its end. */
    static EndedProcess java(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(GatewayProcess.program("java"), GatewayProcess.SHORT_LIVED));
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "ended", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs:\n" + Files.readString(output));
        }
        return new EndedProcess(process.exitValue(), Files.readString(output));
    }
}
