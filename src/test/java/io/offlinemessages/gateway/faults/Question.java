package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.e2e.RawResponse;
import java.util.Set;

/**
 * What a caller asks for under load, and what may come back.
 *
 * @param target the request's target
 * @param status the status of the right answer
 * @param body the body of the right answer
 * @param isCached whether it must be answered even when the upstream cannot be asked
 */
record Question(String target, int status, String body, boolean isCached) {

    private static final Set<String> ERRORS = Set.of(
            error(502, "The upstream service did not give a usable answer."),
            error(503, "The service is temporarily unavailable. Please try again later."),
            error(504, "The upstream service did not answer in time."));

    /** What has been asked for before. */
    Question cached() {
        return new Question(target, status, body, true);
    }

    boolean isRight(RawResponse response) {
        return response.status() == status && response.text().equals(body);
    }

    /** Whether it is one of the contract's errors for an upstream that cannot be asked. */
    boolean isAllowed(RawResponse response) {
        return !isCached && ERRORS.contains(response.text());
    }

    private static String error(int status, String message) {
        return "{\"error\":[{\"code\":" + status + ",\"message\":\"" + message + "\"}]}";
    }
}
