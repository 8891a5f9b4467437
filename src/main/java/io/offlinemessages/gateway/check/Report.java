package io.offlinemessages.gateway.check;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a check prints: a line for each area that is fine, one sentence for each finding, and how many there are. */
final class Report {

    private final PrintStream out;
    private final EnumSet<Area> looked = EnumSet.noneOf(Area.class);
    private final Set<String> findings = new HashSet<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void ok(Area area, String remark) {
        looked.add(area);
        out.println(area + ": ok, " + remark);
    }

    /** Once, however often it shows. */
    void finding(Area area, String sentence) {
        String line = sentence.strip().replaceAll("\\s+", " ");
        if (findings.add(line)) {
            looked.add(area);
            out.println(line);
        }
    }

    /** What the operator should know of, and may want so. */
    void warning(String sentence) {
        out.println("warning: " + sentence);
    }

    boolean hasFindings() {
        return !findings.isEmpty();
    }

    /** Prints what could not be looked at and the summary, and returns the exit code. */
    int end() {
        EnumSet.complementOf(looked)
                .forEach(area -> out.println(area + ": not checked, because of what is found above"));
        int count = findings.size();
        out.println(CheckMode.NAME + ": " + (count == 0 ? "ok" : count == 1 ? "1 finding" : count + " findings"));
        return count == 0 ? 0 : 1;
    }

    /** What is looked at, in this order. */
    enum Area {
        CONFIGURATION,
        USERS_FILE,
        START,
        UPSTREAM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
