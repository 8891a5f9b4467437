package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.Pod.DETAIL;
import static io.offlinemessages.gateway.cache.Pod.PAGE;
import static io.offlinemessages.gateway.cache.Pod.found;
import static io.offlinemessages.gateway.cache.Pod.json;
import static io.offlinemessages.gateway.cache.Pod.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CheckedBody;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends an answer in one replica ends it in all. */
class SharedEvictionsTest extends TwoPods {

    /** By the endpoint; the page and the detail are in the other replica alone. */
    private static final Map<String, Consumer<MessageCacheEndpoint>> DELETIONS =
            Map.of("detail", endpoint -> endpoint.evict("details", "7"), "all", MessageCacheEndpoint::evictAll);

    @ParameterizedTest
    @ValueSource(strings = {"detail", "all"})
    void a_deletion_reaches_the_other_replica(String deletion) {
        other.load(DETAIL, found("first"));
        await().until(() -> result(one.ask(DETAIL).join()) == CacheResult.HIT);

        Objects.requireNonNull(DELETIONS.get(deletion)).accept(endpoint(one));

        await().until(() -> other.cache.fresh(DETAIL) == null);
        assertThat(PlayedCache.body(one.load(DETAIL, found("second")))).contains("second");
        assertThat(PlayedCache.body(other.ask(DETAIL).join())).contains("second");
        assertThat(other.calls).hasValue(1);
    }

    @Test
    void a_deletion_reports_how_far_it_reached() {
        assertThat(endpoint(one).evictAll().done()).isEqualTo("everywhere");
        assertThat(endpoint(one).evict("details", "7").getBody())
                .isEqualTo(new MessageCacheEndpoint.Evicted(0, "everywhere"));
        redis.kill();
        await().until(() -> !one.shared.link().isUp());

        assertThat(endpoint(one).evictAll().done()).isEqualTo("here only");
    }

    @Test
    void the_statistics_show_the_state_of_the_link_and_the_members() {
        await().untilAsserted(() ->
                assertThat(endpoint(one).statistics().shared()).isEqualTo(new CacheStatistics.Replicas("up", 2)));
        redis.kill();

        await().untilAsserted(() -> assertThat(endpoint(one).statistics().shared())
                .satisfies(shared -> {
                    assertThat(shared.link()).startsWith("lost: ");
                    assertThat(shared.members()).isEqualTo(1);
                }));
    }

    @Test
    void a_deletion_while_the_link_was_lost_is_told_when_it_is_back() {
        other.load(DETAIL, found("first"));
        redis.kill();
        await().until(() -> !one.shared.link().isUp() && !other.shared.link().isUp());
        endpoint(one).evict("details", "7");
        assertThat(other.cache.fresh(DETAIL)).isNotNull();

        redis.start();

        await().until(() -> other.cache.fresh(DETAIL) == null);
    }

    @Test
    void the_answer_of_a_load_that_an_eviction_overtook_is_kept_nowhere() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        endpoint(other).evict("details", "7");
        one.answer(found("first"));

        assertThat(PlayedCache.body(caller.join())).contains("first");
        await().until(() -> one.cache.fresh(DETAIL) == null);
        assertThat(PlayedCache.body(other.load(DETAIL, found("second")))).contains("second");
    }

    @Test
    void a_refused_account_is_refused_everywhere() {
        other.load(DETAIL, found("first"));

        one.loads.refuse(DETAIL.account());

        await().until(() -> other.cache.fresh(DETAIL) == null);
        assertThat(CacheHarness.kind(other.load(DETAIL, PlayedCache.failed()))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void a_403_drops_the_answer_everywhere() {
        one.load(DETAIL, CheckedBody.found(DETAIL, json("first"), STALE_AT_ONCE));
        other.ask(DETAIL).join();
        await().until(() -> other.calls.get() == 1);

        other.answer(CheckedBody.denied(Failure.of(FailureKind.DETAIL_FORBIDDEN, "7")));

        await().until(() -> CacheHarness.entries(one.cache.operations(), DETAIL).isEmpty());
    }

    @Test
    void a_detail_that_a_page_outdates_is_out_of_date_everywhere_and_still_serves_in_the_place_of_an_error() {
        one.load(DETAIL, found("first"));
        await().until(() -> other.ask(DETAIL).join().provenance().result() == CacheResult.HIT);

        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("second") + "]"));

        await().until(() -> one.cache.fresh(DETAIL) == null);
        CachedAnswer stale = one.load(DETAIL, PlayedCache.failed());
        assertThat(result(stale)).isEqualTo(CacheResult.STALE_IF_ERROR);
        assertThat(PlayedCache.body(stale)).contains("first");
    }

    @Test
    void a_page_outdates_details_that_its_own_replica_has_never_seen() {
        one.load(DETAIL, found("first"));

        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("second") + "]"));

        await().until(() -> one.cache.fresh(DETAIL) == null);
        assertThat(PlayedCache.body(other.load(DETAIL, found("second")))).contains("second");
        assertThat(PlayedCache.body(one.ask(DETAIL).join())).contains("second");
        assertThat(one.calls).hasValue(1);
    }

    @Test
    void a_page_outdates_a_detail_that_another_replica_was_loading_meanwhile() {
        var caller = one.ask(DETAIL);
        await().until(() -> one.calls.get() == 1);
        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("second") + "]"));
        double beats = one.trips("beat");
        await().until(() -> one.trips("beat") > beats + 1);

        one.answer(found("first"));

        assertThat(PlayedCache.body(caller.join())).contains("first");
        assertThat(one.cache.fresh(DETAIL)).isNull();
    }

    @Test
    void a_page_that_shows_the_same_outdates_nothing() {
        one.load(DETAIL, found("first"));
        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("first") + "]"));
        double beats = one.trips("beat");
        await().until(() -> one.trips("beat") > beats + 1);

        assertThat(result(one.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_page_ends_a_404_that_another_replica_remembers() {
        one.load(DETAIL, PlayedCache.notFound(DETAIL));

        other.load(PAGE, PlayedCache.found(PAGE, "[" + json("first") + "]"));

        await().until(() -> CacheHarness.entries(one.cache.operations(), DETAIL).isEmpty());
    }

    @Test
    void an_empty_server_makes_copies_out_of_date_and_drops_none() {
        one.load(DETAIL, found("first"));
        redis.kill();
        await().until(() -> !one.shared.link().isUp());
        assertThat(result(one.ask(DETAIL).join())).isEqualTo(CacheResult.HIT);

        redis.start();

        await().until(() -> one.cache.fresh(DETAIL) == null);
        assertThat(result(one.load(DETAIL, PlayedCache.failed()))).isEqualTo(CacheResult.STALE_IF_ERROR);
    }

    private static MessageCacheEndpoint endpoint(Pod pod) {
        return new MessageCacheEndpoint(pod.cache.operations(), Clock.systemUTC(), pod.shared);
    }
}
