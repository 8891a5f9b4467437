package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The contract, read anew: what a caller gets, by what happened upstream and by the states of cache and breaker. */
final class Contract {

    private static final String CACHE = "offline-messages-gateway";

    private Contract() {}

    /**
     * The answer of a cell.
     *
     * @param ttl how long a page or a message is fresh
     * @param age how long ago it was stored, if it was
     * @param open how long a circuit stays open
     */
    static Expected answer(Cell<?> cell, Duration ttl, Duration age, Duration open) {
        if (cell.stored() == Stored.FRESH) {
            return copy(cell, "; hit; ttl=" + ttl.minus(age).toSeconds(), age, 0);
        }
        Expected answer = cell.isOpen() ? unavailable(open, 0) : upstream(cell);
        boolean stale = cell.stored() == Stored.STALE;
        if (stale && answer.status() >= 502) {
            String status = "; fwd=stale; ttl=" + ttl.minus(age).toSeconds() + "; detail=stale-if-error";
            return copy(cell, status, age, answer.calls());
        }
        boolean kept = answer.status() == 200 || answer.status() == 404;
        return answer.with("Cache-Status", CACHE + (stale ? "; fwd=stale" : "; fwd=miss") + (kept ? "; stored" : ""));
    }

    /** What is made of the upstream's answer, wherever it is needed. */
    private static Expected upstream(Cell<?> cell) {
        int calls = cell.fault().calls();
        long number = cell.number();
        boolean detail = cell.route() == Route.DETAIL;
        return switch (cell.fault().on(cell.route())) {
            case GOOD_ANSWER -> good(Asked.json(cell.route(), number, "new"), calls);
            case NO_SUCH_MESSAGE ->
                error(
                        404,
                        "No Record found for Offline Message Id = " + number
                                + ". Please enter a another Offline Message Id.",
                        calls);
            case NO_PERMISSION ->
                new Expected(
                        403,
                        Map.of("Content-Type", "application/json"),
                        "{\"code\":403,\"message\":\"You don't have permission to see offline message details with Id "
                                + number + "\"}",
                        calls);
            case BAD_PARAMETER ->
                error(
                                400,
                                detail
                                        ? "Invalid Offline message Id: " + number
                                                + ". Please enter a Valid Offline message Id."
                                        : "Invalid Page Number: " + number + ". Please enter a valid Page Number.",
                                calls)
                        .with("WWW-Authenticate", "Basic realm=\"revechat\"");
            case TOO_MANY_REQUESTS ->
                unavailable(Objects.requireNonNull(cell.fault().retryAfter()), calls);
            case REFUSAL, NO_USABLE_ANSWER -> error(502, "The upstream service did not give a usable answer.", calls);
            case NO_ANSWER_IN_TIME -> error(504, "The upstream service did not answer in time.", calls);
        };
    }

    private static Expected copy(Cell<?> cell, String cacheStatus, Duration age, int calls) {
        return good(Asked.json(cell.route(), cell.number(), "stored"), calls)
                .with("Cache-Status", CACHE + cacheStatus)
                .with("Age", Long.toString(age.toSeconds()));
    }

    private static Expected good(String json, int calls) {
        return new Expected(
                200,
                Map.of("Content-Type", "application/json", "Cache-Control", "private, no-cache", "ETag", "*"),
                json,
                calls);
    }

    private static Expected unavailable(Duration wait, int calls) {
        return error(503, "The service is temporarily unavailable. Please try again later.", calls)
                .with("Retry-After", Long.toString(wait.toSeconds()));
    }

    private static Expected error(int status, String message, int calls) {
        return new Expected(
                status,
                Map.of("Content-Type", "application/json"),
                "{\"error\":[{\"code\":" + status + ",\"message\":\"" + message + "\"}]}",
                calls);
    }
}
