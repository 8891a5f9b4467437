package io.offlinemessages.gateway.check;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** What a check prints: a line for what is fine, one sentence for each finding, and how many there are. */
final class Report {

    private final PrintStream out;
    private final Set<String> findings = new HashSet<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Prints what is no finding. */
    void line(String line) {
        out.println(line);
    }

    /** Prints the sentence, once, however often it is found. */
    void finding(String sentence) {
        String line = sentence.strip().replaceAll("\\s+", " ");
        if (findings.add(line)) {
            out.println(line);
        }
    }

    boolean hasFindings() {
        return !findings.isEmpty();
    }

    /** Prints the number of findings, and returns the exit code. */
    int end() {
        int count = findings.size();
        out.println(CheckMode.NAME + ": " + (count == 0 ? "ok" : count == 1 ? "1 finding" : count + " findings"));
        return count == 0 ? 0 : 1;
    }
}
