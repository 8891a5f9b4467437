package io.offlinemessages.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.tools.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .ci/release} in a repository of its own, whose Maven and Helm print their arguments. */
@NeedsTools({"bash", "git"})
class ReleaseTest {

    private static final String CHANGELOG = """
            # Changelog

            ## [Unreleased]

            ## [1.2.0] - 2026-12-01

            ### Added

            - A new thing.

            ## [1.1.0] - 2026-11-01

            - An old thing.
            """;

    @TempDir
    Path repository;

    @BeforeEach
    void commit() throws IOException, InterruptedException {
        program(".ci/release", Files.readString(Path.of(".ci/release")));
        program("mvnw", """
                #!/usr/bin/env bash
                mkdir -p target/classes/META-INF/sbom
                touch target/offline-messages-gateway-1.2.0.jar target/classes/META-INF/sbom/application.cdx.json target/jib-image.tar
                echo "mvnw $*"
                """);
        program("programs/helm", """
                #!/usr/bin/env bash
                echo "helm $*"
                """);
        write(".github/CHANGELOG.md", CHANGELOG);
        write(".gitignore", "target\n");
        bash("git init -q . && git add . && git -c user.name=test -c user.email=test@localhost commit -qm test"
                + " && git tag v1.2.0 && git tag v1.3.0");
    }

    @Test
    void it_gives_the_version_of_the_tag_to_jar_image_and_chart() throws IOException, InterruptedException {
        assertThat(release("1.2.0 -Dimage.base=some"))
                .contains("exit 0\n")
                .contains("mvnw -B -ntp clean package jib:buildTar -DskipTests -Drevision=1.2.0 -Dimage.base=some\n")
                .contains("helm package helm/offline-messages-gateway --version 1.2.0 --app-version 1.2.0");
        assertThat(repository.resolve("target/release"))
                .isDirectoryContaining("glob:**/offline-messages-gateway-1.2.0.jar")
                .isDirectoryContaining("glob:**/offline-messages-gateway-1.2.0.cdx.json")
                .isDirectoryContaining("glob:**/offline-messages-gateway-1.2.0-image.tar")
                .isDirectoryContaining("glob:**/SHA256SUMS");
        assertThat(repository.resolve("target/release-notes.md"))
                .content()
                .contains("- A new thing.")
                .doesNotContain("An old thing.", "## [");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.2 | VERSION is "1.2"; it must be a semantic version other than a SNAPSHOT, such as 1.2.0.
            v1.2.0 | VERSION is "v1.2.0"; it must be
            1.2.0-SNAPSHOT | VERSION is "1.2.0-SNAPSHOT"; it must be
            1.1.0 | The commit has no tag v1.1.0.
            1.3.0 | .github/CHANGELOG.md has no section "## [1.3.0] - DATE".
            """)
    void it_refuses_other_versions_with_a_sentence(String version, String sentence)
            throws IOException, InterruptedException {
        assertThat(release(version)).contains(sentence, "exit 2\n").doesNotContain("mvnw -B");
    }

    @Test
    void it_refuses_changes_that_are_not_committed() throws IOException, InterruptedException {
        write(".gitignore", "target\n\n");
        assertThat(release("1.2.0")).contains("The working tree differs from its commit.", "exit 2\n");
    }

    @Test
    void the_changelog_begins_with_its_unreleased_section() throws IOException {
        List<String> headings;
        try (var lines = Files.lines(Path.of(".github/CHANGELOG.md"))) {
            headings = lines.filter(line -> line.startsWith("## ")).toList();
        }
        assertThat(headings).first().isEqualTo("## [Unreleased]");
        assertThat(headings.subList(1, headings.size()))
                .allMatch(heading -> heading.matches("## \\[\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d{2}-\\d{2}"));
    }

    private void program(String name, String text) throws IOException {
        write(name, text);
        assertThat(repository.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private void write(String name, String text) throws IOException {
        Path file = repository.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String release(String arguments) throws IOException, InterruptedException {
        return bash("PATH=\"$PWD/programs:$PATH\" .ci/release " + arguments + "; echo exit $?");
    }

    /** Runs a command, and returns its output and errors. */
    private String bash(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String shown = new String(shell.getInputStream().readAllBytes(), UTF_8);
        shell.waitFor();
        return shown;
    }
}
