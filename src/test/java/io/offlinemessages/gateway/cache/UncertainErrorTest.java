package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.Origin;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that may not be the API's word, where a copy is stored. */
class UncertainErrorTest {

    private static final DetailRequest KEY = request("jane", 744);
    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private final CacheHarness harness = new CacheHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "404"})
    void an_error_in_html_is_of_no_use_and_gives_way_to_the_copy(int status) {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        assertThat(body(harness.load(KEY, html(status)))).isEqualTo(json(744, "old"));
        assertThat(kind(harness.load(request("jane", 1), html(status)))).isEqualTo(FailureKind.CLIENT_ERROR);
        assertThat(kind(harness.load(request("jane", 1), html(status)))).isEqualTo(FailureKind.CLIENT_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"400, INVALID_ID", "403, DETAIL_FORBIDDEN", "404, NO_RECORD"})
    void an_error_without_type_and_content_is_answered_and_leaves_the_copy(int status, FailureKind kind) {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        for (int i = 0; i < 3; i++) {
            var answer = harness.load(KEY, empty(status));
            assertThat(kind(answer)).isEqualTo(kind);
            assertThat(answer.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");
        }
        assertThat(body(harness.load(KEY, CacheHarness.error(500)))).isEqualTo(json(744, "old"));
    }

    @Test
    void in_the_background_it_makes_refreshes_rarer() {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(KEY);
        harness.endRefresh(empty(404), "no_record");

        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "old"));
        assertThat(harness.upstream.inFlight()).isZero();
        harness.ticker.advance(Duration.ofSeconds(1));
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "old"));
        harness.endRefresh(found(744, "new"), "found");
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "new"));
    }

    @Test
    void a_404_of_that_kind_is_remembered_where_there_is_no_copy() {
        assertThat(harness.load(KEY, empty(404)).provenance().cacheStatus())
                .isEqualTo("offline-messages-gateway; fwd=miss; stored");
        assertThat(kind(harness.stored(KEY))).isEqualTo(FailureKind.NO_RECORD);
    }

    private static byte[] html(int status) {
        return Origin.answer(status, "<html>".getBytes(UTF_8), "Content-Type: text/html");
    }

    private static byte[] empty(int status) {
        return Origin.answer(status, new byte[0]);
    }
}
