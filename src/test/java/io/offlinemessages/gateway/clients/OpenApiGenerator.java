package io.offlinemessages.gateway.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The command line of openapi-generator. It is downloaded once into {@code target/clients}. */
final class OpenApiGenerator {

    private static final String VERSION = "7.25.0";

    private static final Path JAR = Path.of("target", "clients", "openapi-generator-cli-" + VERSION + ".jar")
            .toAbsolutePath();

    private OpenApiGenerator() {}

    /** Generates a client into the folder {@code client} of the workshop. */
    static void generate(Workshop workshop, String document, String generator, String... options)
            throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            workshop.fetch(
                    maven(),
                    "-B",
                    "-ntp",
                    "-q",
                    "-f",
                    Path.of("pom.xml").toAbsolutePath().toString(),
                    "dependency:copy",
                    "-Dartifact=org.openapitools:openapi-generator-cli:" + VERSION,
                    "-DoutputDirectory=" + JAR.getParent());
        }
        List<String> command = new ArrayList<>(List.of(
                jdk("java"), "-jar", JAR.toString(), "generate", "-i", document, "-g", generator, "-o", "client"));
        command.addAll(List.of("--global-property", "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"));
        command.addAll(List.of(options));
        workshop.run(command.toArray(String[]::new));
    }

    /** The path of the project's Maven. */
    static String maven() {
        return Path.of("mvnw").toAbsolutePath().toString();
    }

    /** The path of a program of the JDK that runs the test. */
    static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** The names of the model files in a folder of a client, in lower case and without underscores. */
    static Set<String> models(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length())
                            .replace("_", "")
                            .toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }
}
