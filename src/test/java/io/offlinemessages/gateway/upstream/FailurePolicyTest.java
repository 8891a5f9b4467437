package io.offlinemessages.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailurePolicyTest {

    @ParameterizedTest
    @CsvSource({
        "CONNECT_FAILED, true, true",
        "NAME_NOT_RESOLVED, true, true",
        "NAME_LOOKUP_TIMEOUT, true, true",
        "CONNECT_TIMEOUT, true, true",
        "CONNECTION_RESET, true, true",
        "TRANSIENT_SERVER_ERROR, true, true",
        "TLS_FAILED, true, false",
        "CLOSED_MID_BODY, true, false",
        "MALFORMED_RESPONSE, true, false",
        "SERVER_ERROR, true, false",
        "UNEXPECTED_STATUS, true, false",
        "WRONG_CONTENT_TYPE, true, false",
        "UNEXPECTED_BODY, true, false",
        "BODY_TOO_LARGE, true, false",
        "RESPONSE_TIMEOUT, true, false",
        "DEADLINE_EXCEEDED, true, false",
        "CREDENTIAL_REFUSED, false, false",
        "RATE_LIMITED, false, false",
        "CLIENT_ERROR, false, false",
        "NO_RECORD, false, false",
        "DETAIL_FORBIDDEN, false, false",
        "INVALID_ID, false, false",
        "INVALID_PAGE, false, false",
    })
    void each_failure_of_a_call_has_its_policy(FailureKind kind, boolean speaksAgainstUpstream, boolean retryable) {
        assertThat(FailurePolicy.speaksAgainstUpstream(new Outcome.Failed(Failure.of(kind))))
                .isEqualTo(speaksAgainstUpstream);
        assertThat(FailurePolicy.isRetryable(new CallFailed(kind))).isEqualTo(retryable);
    }

    @ParameterizedTest
    @EnumSource(names = {"BULKHEAD_FULL", "BUDGET_SPENT", "CIRCUIT_OPEN", "INTERNAL"})
    void a_refusal_by_the_gateway_is_never_retried(FailureKind kind) {
        assertThat(FailurePolicy.isRetryable(new CallFailed(kind))).isFalse();
    }

    @Test
    void a_good_answer_speaks_for_the_upstream() {
        assertThat(FailurePolicy.speaksAgainstUpstream(new Outcome.Found(new byte[0], List.of(), CacheTerms.UNSAID)))
                .isFalse();
    }

    @Test
    void other_exceptions_are_not_retried() {
        assertThat(FailurePolicy.isRetryable(new IllegalStateException())).isFalse();
        assertThat(FailurePolicy.isRetryable(new CallNotMade(Failure.of(FailureKind.CONNECT_FAILED))))
                .isFalse();
    }
}
