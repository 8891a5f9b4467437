package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.contract.Route;

/** What happened upstream, by the left column of the contract's table of upstream failures. */
enum Happening {
    GOOD_ANSWER,
    NO_SUCH_MESSAGE,
    NO_PERMISSION,
    BAD_PARAMETER,
    TOO_MANY_REQUESTS,
    /** The gateway's own account or request was refused: of no use, but from an upstream that works. */
    REFUSAL,
    NO_USABLE_ANSWER,
    NO_ANSWER_IN_TIME;

    /** What an answer in JSON with this status is, if it is whole and well-formed. */
    static Happening ofStatus(int status, Route route) {
        return switch (status) {
            case 400 -> BAD_PARAMETER;
            case 403 -> route == Route.DETAIL ? NO_PERMISSION : REFUSAL;
            case 404 -> route == Route.DETAIL ? NO_SUCH_MESSAGE : REFUSAL;
            default -> ofPage(status);
        };
    }

    /** What an answer in HTML with this status is, which is never the API's word. */
    static Happening ofPage(int status) {
        return status >= 400 && status <= 499 ? REFUSAL : NO_USABLE_ANSWER;
    }
}
