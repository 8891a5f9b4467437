package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FailureKindTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Integer> STATUSES =
            Set.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 429, 431, 500, 502, 503, 504);

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_kind_has_a_status_and_a_body(FailureKind kind) {
        Failure failure = Failure.of(kind, "744");

        assertThat(kind.status()).isIn(STATUSES);
        assertThat(failure.status()).isEqualTo(kind.status());
        assertThat(failure.body()).isNotEmpty();
        assertThat(new String(failure.body(), StandardCharsets.UTF_8)).doesNotContain("%s", "\n");
        assertThat(failure.contentType()).isIn("application/json", "application/json;charset=UTF-8");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            mode = Mode.EXCLUDE,
            names = {"BAD_CREDENTIALS", "LIST_FORBIDDEN", "DETAIL_FORBIDDEN"})
    void all_but_three_kinds_use_the_envelope(FailureKind kind) {
        JsonNode body = JSON.readTree(Failure.of(kind, "744").body());

        assertThat(body.propertyNames()).containsExactly("error");
        assertThat(body.get("error").size()).isEqualTo(1);
        assertCodeAndMessage(body.at("/error/0"), kind);
    }

    @Test
    void the_detail_without_permission_is_the_bare_object() {
        assertCodeAndMessage(
                JSON.readTree(Failure.of(FailureKind.DETAIL_FORBIDDEN, "744").body()), FailureKind.DETAIL_FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void only_documented_errors_challenge(FailureKind kind) {
        Set<FailureKind> challenging = Set.of(
                FailureKind.BAD_CREDENTIALS,
                FailureKind.LIST_FORBIDDEN,
                FailureKind.INVALID_PAGE,
                FailureKind.INVALID_ID);

        assertThat(Failure.of(kind).challenges()).isEqualTo(challenging.contains(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_REQUEST, 400, CALLER",
        "NO_RESOURCE, 404, CALLER",
        "METHOD_NOT_ALLOWED, 405, CALLER",
        "NOT_ACCEPTABLE, 406, CALLER",
        "CONTENT_TOO_LARGE, 413, CALLER",
        "URI_TOO_LONG, 414, CALLER",
        "FIELDS_TOO_LARGE, 431, CALLER",
        "NOT_CACHED, 504, CALLER",
        "INTERNAL, 500, GATEWAY",
        "PASSWORD_CHECKS_BUSY, 503, GATEWAY",
        "BULKHEAD_FULL, 503, GATEWAY",
        "BUDGET_SPENT, 503, GATEWAY",
        "CIRCUIT_OPEN, 503, UPSTREAM",
        "RATE_LIMITED, 503, UPSTREAM",
        "CONNECT_FAILED, 502, UPSTREAM",
        "NAME_NOT_RESOLVED, 502, UPSTREAM",
        "TLS_FAILED, 502, UPSTREAM",
        "CONNECTION_RESET, 502, UPSTREAM",
        "CLOSED_MID_BODY, 502, UPSTREAM",
        "SERVER_ERROR, 502, UPSTREAM",
        "UNEXPECTED_STATUS, 502, UPSTREAM",
        "WRONG_CONTENT_TYPE, 502, UPSTREAM",
        "UNEXPECTED_BODY, 502, UPSTREAM",
        "BODY_TOO_LARGE, 502, UPSTREAM",
        "CREDENTIAL_REFUSED, 502, UPSTREAM",
        "NAME_LOOKUP_TIMEOUT, 504, UPSTREAM",
        "CONNECT_TIMEOUT, 504, UPSTREAM",
        "RESPONSE_TIMEOUT, 504, UPSTREAM",
        "DEADLINE_EXCEEDED, 504, UPSTREAM"
    })
    void a_failure_ends_as_the_status_that_the_contract_gives_it(FailureKind kind, int status, Fault fault) {
        assertThat(kind.status()).isEqualTo(status);
        assertThat(kind.fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_stale_copy_beats_each_502_503_and_504_that_the_caller_did_not_cause(FailureKind kind) {
        boolean gatewayStatus = Set.of(502, 503, 504).contains(kind.status());

        assertThat(kind.yieldsToStale()).isEqualTo(gatewayStatus && kind != FailureKind.NOT_CACHED);
    }

    @Test
    void failures_of_one_status_upstream_read_the_same_to_the_caller() {
        for (int status : new int[] {502, 503, 504}) {
            assertThat(Arrays.stream(FailureKind.values())
                            .filter(kind -> kind.status() == status && kind.fault() != Fault.CALLER)
                            .map(kind -> new String(Failure.of(kind).body(), StandardCharsets.UTF_8))
                            .collect(Collectors.toSet()))
                    .as("bodies of %d", status)
                    .hasSize(1);
        }
    }

    @Test
    void tags_are_distinct_lower_case_words() {
        assertThat(FailureKind.values())
                .extracting(FailureKind::tag)
                .doesNotHaveDuplicates()
                .allMatch(tag -> tag.matches("[a-z]+(_[a-z]+)*"));
    }

    private static void assertCodeAndMessage(JsonNode error, FailureKind kind) {
        assertThat(error.propertyNames()).containsExactly("code", "message");
        assertThat(error.get("code").isInt()).isTrue();
        assertThat(error.get("code").asInt()).isEqualTo(kind.status());
        assertThat(error.get("message").asString()).isNotBlank();
    }
}
