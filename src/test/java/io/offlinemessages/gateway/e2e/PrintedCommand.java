package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command that a page prints in a block {@code sh}, with its output in the block below it ({@code text} or {@code http}). Blocks
 * {@code sh} without output set the environment of the commands after them.
 *
 * @param page the page
 * @param language the language of the program that the command runs: that of the block above, {@code sh} where that is no program
 * @param source the program's text; empty for {@code sh}
 * @param setting the commands that set the environment
 * @param command the command
 * @param output its output
 */
record PrintedCommand(Path page, String language, String source, String setting, String command, String output) {

    /** The languages of programs, and the file that each is to be saved as. */
    private static final Map<String, String> FILES = Map.of(
            "java", "OfflineMessages.java", "python", "offline_messages.py", "typescript", "offline-messages.ts");

    private static final Set<String> OUTPUTS = Set.of("text", "http");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\n(.*?)^```$");

    /** The commands of a page in their order. */
    static List<PrintedCommand> of(Path page) {
        List<Block> blocks = blocks(page);
        List<PrintedCommand> commands = new ArrayList<>();
        var program = new Block("sh", "");
        String setting = "";
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (FILES.containsKey(block.language)) {
                program = block;
            } else if (block.language.equals("sh")) {
                Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : block;
                if (OUTPUTS.contains(next.language)) {
                    commands.add(
                            new PrintedCommand(page, program.language, program.text, setting, block.text, next.text));
                    program = new Block("sh", "");
                } else {
                    setting += block.text;
                }
            }
        }
        return commands;
    }

    private static List<Block> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs no program of the page. */
    boolean isOfShell() {
        return language.equals("sh");
    }

    /** The output line by line. */
    List<String> lines() {
        return output.stripTrailing().lines().toList();
    }

    /** Its only line, or the first of several. */
    String name() {
        return command.lines().findFirst().orElseThrow();
    }

    /** Saves the program, if any, and runs the command with the sandbox's port replaced; returns the lines of its output. */
    List<String> run(Path folder, int port, Map<String, String> environment) throws IOException, InterruptedException {
        String file = FILES.get(language);
        if (file != null) {
            Files.writeString(folder.resolve(file), source);
        }
        String script = (setting + command).replace("localhost:8080", "localhost:" + port);
        Path errors = folder.resolve("errors");
        var builder = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectError(errors.toFile());
        // A proxy of this machine is none of the page's.
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(
                    script + "\nended with " + process.exitValue() + ":\n" + printed + Files.readString(errors));
        }
        return printed.stripTrailing().lines().toList();
    }

    private record Block(String language, String text) {}
}
