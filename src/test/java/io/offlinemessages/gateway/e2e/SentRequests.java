package io.offlinemessages.gateway.e2e;

import java.util.regex.Pattern;

/** The requests that were sent over one connection, in the order in which they are answered. */
final class SentRequests {

    private static final Line UNREADABLE = new Line("", "");

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: ([0-9]{1,9})(\r|$)");

    private String unanswered = "";

    /**
     * The first line of a request.
     *
     * @param method the method, empty when there is no such line
     * @param target the target, empty when there is no such line
     */
    record Line(String method, String target) {}

    void sent(String text) {
        unanswered += text;
    }

    /** Takes the next request away, with its content. */
    Line next() {
        int end = unanswered.indexOf("\r\n\r\n");
        String head = end < 0 ? unanswered : unanswered.substring(0, end);
        String rest = end < 0 ? "" : unanswered.substring(end + 4);
        unanswered = rest.substring(Math.min(rest.length(), length(head)));
        String[] words = head.split("\r\n", 2)[0].split(" ", -1);
        return words.length == 3 && words[2].matches("HTTP/1\\.[01]") ? new Line(words[0], words[1]) : UNREADABLE;
    }

    private static int length(String head) {
        var length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}
