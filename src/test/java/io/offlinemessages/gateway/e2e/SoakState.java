package io.offlinemessages.gateway.e2e;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The upstream's messages as one account sees them at one moment. Each changes every few seconds: mostly it gets one more reply, and now and
 * then another subject and none. Answers tell whose and of when they are, and pages cut the text of their messages.
 *
 * @param account the user name at the upstream
 * @param second whole seconds since the first use of this class
 */
record SoakState(String account, long second) {

    private static final long START = System.nanoTime();
    private static final Pattern TOLD = Pattern.compile("^\\[?\\{\"account\":\"([^\"]*)\",\"second\":(\\d{1,9}),");

    private static final int ROWS = 10;
    private static final int MOST_REPLIES = 50;
    private static final int CUT_AT = 100;

    static SoakState now(String account) {
        return new SoakState(
                account, Duration.ofNanos(System.nanoTime() - START).toSeconds());
    }

    /** What an answer tells of. */
    static SoakState of(String answer) {
        var told = TOLD.matcher(answer);
        if (!told.lookingAt()) {
            throw new AssertionError(
                    "tells neither account nor time: " + answer.substring(0, Math.min(200, answer.length())));
        }
        return new SoakState(told.group(1), Long.parseLong(told.group(2)));
    }

    /** How often the message has changed; grows with time, and never to as many as there are replies before the cache has forgotten. */
    long version(long id) {
        return (second + id) / (3 + id % 5);
    }

    /** The message with this id; some are long. */
    String message(long id) {
        long replies = version(id) % MOST_REPLIES;
        return fields(id, SoakUpstream.text(id))
                + LongStream.range(0, replies)
                        .mapToObj(reply -> "{}")
                        .collect(Collectors.joining(",", ",\"reply_messages\":[", "]}"));
    }

    /** A page of the list. */
    String page(long page) {
        return ids(page)
                .mapToObj(id -> fields(id, SoakUpstream.text(id).substring(0, CUT_AT)) + ",\"reply_message_count\":"
                        + version(id) % MOST_REPLIES + '}')
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The ids of the messages on the page. */
    static LongStream ids(long page) {
        return LongStream.rangeClosed((page - 1) * ROWS + 1, page * ROWS);
    }

    private String fields(long id, String text) {
        return "{\"account\":\"%s\",\"second\":%d,\"offline_message_id\":%d,\"visitor_id\":%d,\"subject\":\"%d\",\"message\":\"%s\""
                .formatted(account, second, id, id + 1, version(id) / MOST_REPLIES, text);
    }
}
