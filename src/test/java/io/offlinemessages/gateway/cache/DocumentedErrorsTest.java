package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Origin;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API itself says in the place of a page or a message; of all of that only a detail's 404 is remembered. */
class DocumentedErrorsTest {

    private static final DetailRequest KEY = request("jane", 744);
    private static final String STATUS = "offline-messages-gateway; ";
    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private CacheHarness harness = new CacheHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({"DETAIL, 403, DETAIL_FORBIDDEN", "DETAIL, 400, INVALID_ID", "LIST, 400, INVALID_PAGE"})
    void a_refusal_is_not_remembered(Route route, int status, FailureKind kind) {
        CanonicalRequest key = request(route, "jane", 744);
        assertThat(kind(harness.load(key, error(status)))).isEqualTo(kind);

        assertThat(body(harness.load(key, found(key, "a")))).isEqualTo(json(key, "a"));
    }

    @ParameterizedTest
    @CsvSource({"DETAIL, 403, detail_forbidden", "DETAIL, 400, invalid_id", "LIST, 400, invalid_page"})
    void a_refresh_that_is_refused_drops_the_entry(Route route, int status, String outcome) {
        CanonicalRequest key = request(route, "jane", 744);
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(key);
        harness.endRefresh(error(status), outcome);

        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "DETAIL, 403, DETAIL_FORBIDDEN",
        "DETAIL, 400, INVALID_ID",
        "DETAIL, 404, NO_RECORD",
        "LIST, 400, INVALID_PAGE"
    })
    void a_documented_error_is_answered_in_spite_of_a_copy_and_ends_it(Route route, int status, FailureKind kind) {
        CanonicalRequest key = request(route, "jane", 744);
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        assertThat(kind(harness.load(key, error(status)))).isEqualTo(kind);

        harness.ticker.advance(CacheHarness.NOT_FOUND_TTL);
        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void a_404_is_remembered_for_its_own_time() {
        var miss = harness.load(KEY, error(404));
        assertThat(kind(miss)).isEqualTo(FailureKind.NO_RECORD);
        assertThat(miss.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=miss; stored");

        harness.ticker.advance(Duration.ofSeconds(9));
        var hit = harness.stored(KEY);
        assertThat(kind(hit)).isEqualTo(FailureKind.NO_RECORD);
        assertThat(((CachedAnswer.Refusal) hit).failure().subject()).isEqualTo("744");
        assertThat(hit.provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=1", OptionalLong.of(9)));

        harness.ticker.advance(Duration.ofSeconds(1));
        assertThat(body(harness.load(KEY, found(744, "a")))).isEqualTo(json(744, "a"));
    }

    @Test
    void an_expired_404_is_never_served_instead_of_an_error() {
        harness.load(KEY, error(404));
        harness.ticker.advance(CacheHarness.NOT_FOUND_TTL);

        assertThat(kind(harness.load(KEY, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void a_refresh_that_finds_no_record_replaces_the_entry() {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(KEY);
        harness.endRefresh(error(404), "no_record");

        var hit = harness.stored(KEY);
        assertThat(kind(hit)).isEqualTo(FailureKind.NO_RECORD);
        assertThat(hit.provenance().result()).isEqualTo(CacheResult.HIT);
        harness.ticker.advance(CacheHarness.NOT_FOUND_TTL);
        assertThat(kind(harness.load(KEY, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void a_404_that_must_not_be_stored_is_answered_not_remembered_and_ends_the_copy() {
        harness.load(KEY, found(744, "a"));
        harness.ticker.advance(TO_IF_ERROR);

        var gone = harness.load(KEY, notFound("Cache-Control: no-store"));
        assertThat(kind(gone)).isEqualTo(FailureKind.NO_RECORD);
        assertThat(gone.provenance().cacheStatus()).isEqualTo(STATUS + "fwd=stale");
        assertThat(kind(harness.load(KEY, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"max-age=4, 4", "max-age=600, 10", "s-maxage=4, 4", "private, 10"})
    void a_404_is_remembered_for_the_shorter_of_both_times(String directive, long ttl) {
        harness.load(KEY, notFound("Cache-Control: " + directive, "Age: 0"));
        harness.ticker.advance(Duration.ofSeconds(ttl).minusNanos(1));
        assertThat(harness.stored(KEY).provenance())
                .isEqualTo(new CacheStatus(CacheResult.HIT, STATUS + "hit; ttl=1", OptionalLong.of(ttl - 1)));

        harness.ticker.advance(Duration.ofNanos(1));
        assertThat(kind(harness.load(KEY, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void with_directives_ignored_a_404_is_remembered_in_spite_of_no_store() {
        harness.close();
        harness = new CacheHarness(UpstreamDirectives.IGNORE);
        harness.load(KEY, notFound("Cache-Control: no-store"));

        assertThat(kind(harness.stored(KEY))).isEqualTo(FailureKind.NO_RECORD);
    }

    @Test
    void a_404_that_must_not_be_stored_is_counted() {
        harness.load(KEY, notFound("Vary: *"));

        assertThat(harness.meters
                        .get("gateway.cache.forbidden")
                        .tags("route", "detail", "reason", "vary")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_remembered_404_is_a_miss_for_the_hit_lane_and_an_entry_for_operators() {
        harness.load(KEY, error(404));

        assertThat(harness.cache.fresh(KEY)).isNull();
        assertThat(kind(harness.stored(KEY))).isEqualTo(FailureKind.NO_RECORD);
        CacheEntry entry = harness.cache.operations().entries(KEY.id()).get(0);
        assertThat(entry.isFound()).isFalse();
        assertThat(entry.left()).isEqualTo(CacheHarness.NOT_FOUND_TTL);
    }

    private static byte[] notFound(String... fields) {
        return Origin.json(404, "{}", fields);
    }
}
