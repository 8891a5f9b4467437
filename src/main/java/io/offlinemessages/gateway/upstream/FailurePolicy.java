package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.FailureKind;
import java.util.EnumSet;
import java.util.Set;

/** The classification of failures: which ones the circuit breaker counts, and which ones are retried. */
final class FailurePolicy {

    /** Failures of a GET that never reached the upstream's handler, or that the upstream itself calls transient. */
    private static final Set<FailureKind> RETRYABLE = EnumSet.of(
            FailureKind.CONNECT_FAILED,
            FailureKind.CONNECT_TIMEOUT,
            FailureKind.NAME_NOT_RESOLVED,
            FailureKind.NAME_LOOKUP_TIMEOUT,
            FailureKind.CONNECTION_RESET,
            FailureKind.TRANSIENT_SERVER_ERROR);

    /** Responses with a 4xx status show a working upstream. */
    private static final Set<FailureKind> ANSWERED = EnumSet.of(
            FailureKind.NO_RECORD,
            FailureKind.DETAIL_FORBIDDEN,
            FailureKind.INVALID_ID,
            FailureKind.INVALID_PAGE,
            FailureKind.CREDENTIAL_REFUSED,
            FailureKind.RATE_LIMITED,
            FailureKind.CLIENT_ERROR);

    private FailurePolicy() {}

    /** Whether the circuit breaker counts the outcome as a failure. */
    static boolean speaksAgainstUpstream(Object outcome) {
        return outcome instanceof Outcome result
                && result.failure() != null
                && !ANSWERED.contains(result.failure().kind());
    }

    /** Whether the retry tries again. */
    static boolean isRetryable(Object thrown) {
        return thrown instanceof CallFailed failed && RETRYABLE.contains(failed.kind());
    }
}
