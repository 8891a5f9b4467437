package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Origin;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that may not be the API's word, where a copy is stored. */
class UncertainErrorTest {

    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private final CacheHarness harness = new CacheHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({"DETAIL, 400", "DETAIL, 403", "DETAIL, 404", "LIST, 400", "LIST, 404"})
    void an_error_in_html_gives_way_to_the_copy(Route route, int status) {
        CanonicalRequest key = request(route, "jane", 744);
        CanonicalRequest other = request(route, "jane", 1);
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        assertThat(body(harness.load(key, html(status)))).isEqualTo(json(key, "old"));
        assertThat(kind(harness.load(other, html(status)))).isEqualTo(FailureKind.CLIENT_ERROR);
        assertThat(kind(harness.load(other, html(status)))).isEqualTo(FailureKind.CLIENT_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "DETAIL, 400, INVALID_ID",
        "DETAIL, 403, DETAIL_FORBIDDEN",
        "DETAIL, 404, NO_RECORD",
        "LIST, 400, INVALID_PAGE"
    })
    void an_error_without_type_and_content_is_answered_and_leaves_the_copy(Route route, int status, FailureKind kind) {
        CanonicalRequest key = request(route, "jane", 744);
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        for (int i = 0; i < 3; i++) {
            var answer = harness.load(key, empty(status));
            assertThat(kind(answer)).isEqualTo(kind);
            assertThat(answer.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");
        }
        assertThat(body(harness.load(key, CacheHarness.error(500)))).isEqualTo(json(key, "old"));
    }

    @ParameterizedTest
    @CsvSource({"DETAIL, 404, no_record", "LIST, 400, invalid_page"})
    void an_uncertain_error_of_a_refresh_makes_refreshes_rarer(Route route, int status, String outcome) {
        CanonicalRequest key = request(route, "jane", 744);
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(key);
        harness.endRefresh(empty(status), outcome);

        assertThat(body(harness.stored(key))).isEqualTo(json(key, "old"));
        assertThat(harness.upstream.inFlight()).isZero();
        harness.ticker.advance(Duration.ofSeconds(1));
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "old"));
        harness.endRefresh(found(key, "new"), "found");
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
    }

    @Test
    void an_uncertain_404_is_remembered_where_there_is_no_copy() {
        CanonicalRequest key = request(Route.DETAIL, "jane", 744);
        assertThat(harness.load(key, empty(404)).provenance().cacheStatus())
                .isEqualTo("offline-messages-gateway; fwd=miss; stored");
        assertThat(kind(harness.stored(key))).isEqualTo(FailureKind.NO_RECORD);
    }

    private static byte[] html(int status) {
        return Origin.answer(status, "<html>".getBytes(UTF_8), "Content-Type: text/html");
    }

    private static byte[] empty(int status) {
        return Origin.answer(status, new byte[0]);
    }
}
