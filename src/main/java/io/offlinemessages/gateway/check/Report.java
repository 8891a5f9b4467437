package io.offlinemessages.gateway.check;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** The output of a check: a line for each success, one sentence for each finding, and their number. */
final class Report {

    private final PrintStream out;
    private final Set<String> findings = new HashSet<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Prints a line that is not a finding. */
    void line(String line) {
        out.println(line);
    }

    /** Prints a finding; repetitions are dropped. */
    void finding(String sentence) {
        String line = sentence.strip().replaceAll("\\s+", " ");
        if (findings.add(line)) {
            out.println(line);
        }
    }

    boolean hasFindings() {
        return !findings.isEmpty();
    }

    /** Prints the number of findings; returns the exit code. */
    int end() {
        int count = findings.size();
        out.println(CheckMode.NAME + ": " + (count == 0 ? "ok" : count == 1 ? "1 finding" : count + " findings"));
        return count == 0 ? 0 : 1;
    }
}
