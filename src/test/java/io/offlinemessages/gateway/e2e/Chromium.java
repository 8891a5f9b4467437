package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A page as headless Chromium has it once its scripts have run.
 *
 * @param dom the document as HTML
 * @param console what the page's console says: errors of scripts, requests that failed, violations of its policy
 */
record Chromium(String dom, String console) {

    private static final int SECONDS = 120;

    /** Opens a page in a fresh profile, from which no other host than this one can be reached. */
    static Chromium open(String url) throws IOException {
        // Not in a @TempDir: helpers of the browser may outlive it for a moment and write there.
        Path profile = Files.createTempDirectory(Path.of("target"), "chromium");
        Path dom = profile.resolve("dom.html");
        Path log = profile.resolve("log");
        Process browser = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-breakpad",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--user-data-dir=" + profile.toAbsolutePath(),
                        "--enable-logging=stderr",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        url)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            if (!browser.waitFor(SECONDS, TimeUnit.SECONDS) || browser.exitValue() != 0) {
                throw new AssertionError("chromium did not end well: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        String console = Files.readString(log)
                .lines()
                .filter(line -> line.contains(":CONSOLE"))
                .collect(Collectors.joining("\n"));
        return new Chromium(Files.readString(dom), console);
    }
}
