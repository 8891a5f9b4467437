package io.offlinemessages.gateway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A virtual cable from here to a network namespace of its own, which can be slow, lossy or cut; it needs root. */
public final class Link implements AutoCloseable {

    private static final long PID = ProcessHandle.current().pid();

    /** This end. */
    private static final String HERE = address(1);

    /** The far end. */
    public static final String THERE = address(2);

    private final String namespace = "faults-" + PID;
    private final String here = "fh" + PID;
    private final String there = "ft" + PID;

    /** Lays the cable. */
    public Link() throws IOException {
        run("ip", "netns", "add", namespace);
        try {
            run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", namespace);
            run("ip", "addr", "add", HERE + "/30", "dev", here);
            run("ip", "link", "set", here, "up");
            run("ip", "-n", namespace, "addr", "add", THERE + "/30", "dev", there);
            run("ip", "-n", namespace, "link", "set", there, "up");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The words in front of a command that is to run at the far end. */
    public List<String> inside() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /** Starts a program at the far end. */
    Process start(List<String> command) throws IOException {
        var all = new ArrayList<>(inside());
        all.addAll(command);
        return new ProcessBuilder(all).start();
    }

    /** What goes there is treated so from now on, in the words of tc-netem(8), such as {@code delay 200ms}. */
    void disturb(String... netem) throws IOException {
        var command = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", here, "root", "netem"));
        command.addAll(List.of(netem));
        run(command.toArray(String[]::new));
    }

    /** Cuts it at the far end, so that nobody here is told. */
    public void cut() throws IOException {
        run("ip", "-n", namespace, "link", "set", there, "down");
    }

    /** Joins its ends again. */
    public void mend() throws IOException {
        run("ip", "-n", namespace, "link", "set", there, "up");
    }

    /** In the network for tests of devices (RFC 2544), in one of four addresses for each process that lays a cable. */
    private static String address(int end) {
        return "198.18." + (PID / 64 % 256) + "." + (PID % 64 * 4 + end);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        // Its end of the cable goes with it, and so the other.
        run("ip", "netns", "delete", namespace);
    }
}
