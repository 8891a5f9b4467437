package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.DETAIL;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.NEW;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.OLD;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.PAGE;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.PAGE_2;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.SHOWS_NEW;
import static io.offlinemessages.gateway.cache.OutdatedDetailsTest.SHOWS_OLD;
import static io.offlinemessages.gateway.cache.PlayedCache.LONGEST_LOAD;
import static io.offlinemessages.gateway.cache.PlayedCache.body;
import static io.offlinemessages.gateway.cache.PlayedCache.failed;
import static io.offlinemessages.gateway.cache.PlayedCache.notFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CheckedBody;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Details that come after a page of the list has shown their messages, and pages and details that come with an {@code Age}. */
class DetailsAfterPagesTest {

    private final PlayedCache cache = new PlayedCache();

    @Test
    void a_detail_that_comes_after_the_page_is_outdated_if_its_load_began_before_the_pages_ended() {
        var caller = cache.ask(DETAIL);
        cache.load(PAGE, SHOWS_NEW);
        cache.answer(DETAIL, OLD);

        assertThat(caller.join().provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=miss; stored");
        assertThat(cache.isFresh(DETAIL)).isFalse();
        assertThat(body(cache.load(DETAIL, NEW))).isEqualTo(NEW);
    }

    @Test
    void a_404_that_comes_after_the_page_is_not_remembered() {
        var caller = cache.ask(DETAIL);
        cache.load(PAGE, SHOWS_NEW);
        cache.answer(DETAIL, notFound(DETAIL));

        assertThat(CacheHarness.kind(caller.join())).isEqualTo(FailureKind.NO_RECORD);
        assertThat(body(cache.load(DETAIL, NEW))).isEqualTo(NEW);
    }

    @Test
    void a_caller_who_joins_a_load_from_before_a_page_gets_what_the_page_shows() {
        var first = cache.ask(DETAIL);
        cache.load(PAGE, SHOWS_NEW);
        var second = cache.ask(DETAIL);
        cache.answer(DETAIL, OLD);
        cache.answer(DETAIL, NEW);

        assertThat(body(first.join())).isEqualTo(OLD);
        assertThat(body(second.join())).isEqualTo(NEW);
        assertThat(second.join().provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale; stored");
    }

    @Test
    void a_caller_who_joins_a_load_from_before_a_page_gets_the_copy_if_the_reload_fails() {
        var first = cache.ask(DETAIL);
        cache.load(PAGE, SHOWS_NEW);
        var second = cache.ask(DETAIL);
        cache.answer(DETAIL, OLD);
        cache.answer(DETAIL, failed());

        assertThat(body(first.join())).isEqualTo(OLD);
        assertThat(body(second.join())).isEqualTo(OLD);
        assertThat(second.join().provenance().result()).isEqualTo(CacheResult.STALE_IF_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"new, old", "old, new", "old, old"})
    void all_pages_that_arrived_meanwhile_judge_because_the_last_may_show_the_earliest_state(
            String first, String second) {
        var caller = cache.ask(DETAIL);
        cache.load(PAGE, first.equals("new") ? SHOWS_NEW : SHOWS_OLD);
        cache.load(PAGE_2, second.equals("new") ? SHOWS_NEW : SHOWS_OLD);
        cache.answer(DETAIL, OLD);

        assertThat(caller).isDone();
        assertThat(cache.isFresh(DETAIL)).isEqualTo(first.equals(second));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true"})
    void a_page_from_an_upstream_cache_judges_only_older_details(long age, boolean staysFresh) {
        var caller = cache.ask(DETAIL);
        cache.load(PAGE, CheckedBody.found(PAGE, SHOWS_OLD, age));
        cache.answer(DETAIL, NEW);

        assertThat(caller).isDone();
        assertThat(cache.isFresh(DETAIL)).isEqualTo(staysFresh);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "9, 0, true", "11, 0, false", "11, 5, true"})
    void the_age_of_a_page_moves_its_moment_back(long age, long agesOfDetail, boolean outdates) {
        cache.load(DETAIL, CheckedBody.found(DETAIL, OLD, agesOfDetail));
        cache.ticker.advance(Duration.ofSeconds(10));
        cache.load(PAGE, CheckedBody.found(PAGE, SHOWS_NEW, age));

        assertThat(cache.isFresh(DETAIL)).isEqualTo(!outdates);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2, true", "4, false"})
    void the_age_of_a_detail_moves_its_moment_back(long age, boolean staysFresh) {
        cache.load(PAGE, SHOWS_NEW);
        cache.ticker.advance(Duration.ofSeconds(3));
        cache.load(DETAIL, CheckedBody.found(DETAIL, OLD, age));

        assertThat(cache.isFresh(DETAIL)).isEqualTo(staysFresh);
    }

    @Test
    void a_reload_from_an_upstream_cache_that_missed_the_change_stays_outdated() {
        cache.load(DETAIL, OLD);
        cache.load(PAGE, SHOWS_NEW);
        cache.ticker.advance(LONGEST_LOAD.multipliedBy(2));
        cache.load(DETAIL, CheckedBody.found(DETAIL, OLD, 30));
        assertThat(cache.isFresh(DETAIL)).isFalse();

        cache.ticker.advance(Duration.ofSeconds(30));
        cache.load(DETAIL, CheckedBody.found(DETAIL, OLD, 10));
        assertThat(cache.isFresh(DETAIL)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "1, true"})
    void rows_are_remembered_for_as_long_as_a_load_may_take(long seconds, boolean forgotten) {
        cache.load(PAGE, SHOWS_NEW);
        cache.ticker.advance(LONGEST_LOAD.plusSeconds(seconds));
        cache.load(DETAIL, CheckedBody.found(DETAIL, OLD, 30));

        assertThat(cache.isFresh(DETAIL)).isEqualTo(forgotten);
    }
}
