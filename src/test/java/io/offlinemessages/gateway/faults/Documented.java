package io.offlinemessages.gateway.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.upstream.Samples;

/** The documented answers for pages and ids, good and bad, the same from the upstream and from the gateway. */
final class Documented {

    /** From here on there are no messages. */
    private static final long MISSING = 8_000_000;

    /** From here on the account may not see them. */
    private static final long FORBIDDEN = 9_000_000;

    private static final String DETAIL = new String(Samples.detail(), UTF_8);
    private static final String LIST = new String(Samples.list(), UTF_8);

    private Documented() {}

    static Question list() {
        return new Question("/api/offlinemessages/", 200, LIST, false);
    }

    static Question missing(long number) {
        return detail(MISSING + number);
    }

    static Question forbidden(long number) {
        return detail(FORBIDDEN + number);
    }

    /** What a path asks for. */
    static Question at(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() || last.equals("offlinemessages") ? list() : detail(Long.parseLong(last));
    }

    /** What an id asks for. */
    static Question detail(long id) {
        String target = "/api/offlinemessages/" + id;
        if (id >= FORBIDDEN) {
            String message = "You don't have permission to see offline message details with Id " + id;
            return new Question(target, 403, "{\"code\":403,\"message\":\"" + message + "\"}", false);
        }
        if (id >= MISSING) {
            String message =
                    "No Record found for Offline Message Id = " + id + ". Please enter a another Offline Message Id.";
            return new Question(target, 404, "{\"error\":[{\"code\":404,\"message\":\"" + message + "\"}]}", false);
        }
        return new Question(target, 200, DETAIL.replace("744", Long.toString(id)), false);
    }
}
