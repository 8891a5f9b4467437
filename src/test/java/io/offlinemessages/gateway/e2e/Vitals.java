package io.offlinemessages.gateway.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a gateway in another process holds at a moment, in megabytes where it is memory.
 *
 * @param heap what is left of the heap after a full collection
 * @param direct memory that was allocated outside of the heap by Java code; the JVM's own tracking of native memory is what sees
 *     both buffers that the JDK allocates and those that Netty allocates by itself
 * @param threads live threads
 * @param files open file descriptors
 * @param weight the cache's weight
 * @param resident the process' resident memory, 0 where the system does not tell
 */
public record Vitals(double heap, double direct, double threads, double files, double weight, double resident) {

    private static final double MEGABYTE = 1_048_576;
    private static final Pattern DIRECT = Pattern.compile("- +Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final JsonMapper JSON = new JsonMapper();

    /** Collects garbage and looks; the JVM must track its native memory. */
    public static Vitals of(GatewayProcess gateway) throws IOException, InterruptedException {
        String unused = jcmd(gateway, "GC.run");
        var scrape = new Scrape(gateway);
        String cache = RawConnection.manage(gateway.managementPort(), "/actuator/messagecache")
                .text();
        return new Vitals(
                scrape.sum("jvm_memory_used_bytes", "area=\"heap\"") / MEGABYTE,
                direct(gateway),
                scrape.sum("jvm_threads_live_threads", ""),
                scrape.sum("process_files_open_files", ""),
                JSON.readTree(cache).path("weight").asDouble() / MEGABYTE,
                resident(gateway.pid()));
    }

    /** The megabytes of direct memory alone, which the JVM tells even when the gateway cannot answer. */
    static double direct(GatewayProcess gateway) throws IOException, InterruptedException {
        return kilobytes(DIRECT, jcmd(gateway, "VM.native_memory", "summary")) / 1_024;
    }

    private static String jcmd(GatewayProcess gateway, String... command) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        all.add(GatewayProcess.program("jcmd"));
        all.add(Long.toString(gateway.pid()));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("jcmd: " + output);
        }
        return output;
    }

    private static double resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.exists(status) ? kilobytes(RESIDENT, Files.readString(status)) / 1_024 : 0;
    }

    private static double kilobytes(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
