package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.PlayedCache.IF_ERROR;
import static io.offlinemessages.gateway.cache.PlayedCache.TTL;
import static io.offlinemessages.gateway.cache.PlayedCache.WHILE_REVALIDATE;
import static io.offlinemessages.gateway.cache.PlayedCache.body;
import static io.offlinemessages.gateway.cache.PlayedCache.detail;
import static io.offlinemessages.gateway.cache.PlayedCache.failed;
import static io.offlinemessages.gateway.cache.PlayedCache.notFound;
import static io.offlinemessages.gateway.cache.PlayedCache.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.Prohibition;
import io.offlinemessages.gateway.upstream.Samples;
import io.offlinemessages.gateway.upstream.TestUpstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of the list does to the details that it contradicts. */
class OutdatedDetailsTest {

    static final DetailRequest DETAIL = detail("jane", 744);
    static final CanonicalRequest PAGE = page("jane", 1);
    static final CanonicalRequest PAGE_2 = page("jane", 2);

    static final String OLD = "{\"offline_message_id\":744,\"message\":\"old\"}";
    static final String NEW = "{\"offline_message_id\":744,\"message\":\"new\"}";
    static final String SHOWS_OLD = "[" + OLD + "]";
    static final String SHOWS_NEW = "[{\"offline_message_id\":740}," + NEW + "]";

    private final PlayedCache cache = new PlayedCache();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "visitor_id":7                | "visitor_id":8
            "visitor_name":"Ann"          | "visitor_name":"Anne"
            "visitor_email":"a@b.example" | "visitor_email":null
            "visitor_phone":null          | "visitor_phone":"1"
            "subject":"a"                 | "subject":"b"
            "message":"old"               | "message":"new"
            "received_time":1             | "received_time":2
            "unread":0                    | "unread":1
            "reply_messages":[{}]         | "reply_message_count":2
            "subject":"a"                 | "reply_message_count":1
            """)
    void a_row_that_differs_in_a_shared_field_outdates_the_detail(String stored, String shown) {
        cache.load(DETAIL, "{\"offline_message_id\":744," + stored + "}");
        cache.load(PAGE, "[{\"offline_message_id\":744," + shown + "}]");

        assertThat(cache.isFresh(DETAIL)).isFalse();
        assertThat(outdated("message")).isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "message":"old"               | "message":"\\u006fld"
            "received_time":1000          | "received_time":1e3
            "message":"old"               | "mood":"new"
            "message":"old"               | "message":"old","mood":"new"
            "reply_messages":[{},{}]      | "reply_message_count":2
            "reply_messages":[{}]         | "reply_message_count":null
            "reply_messages":[{}]         | "reply_messages":[]
            """)
    void a_row_with_equal_or_missing_fields_outdates_nothing(String stored, String shown) {
        cache.load(DETAIL, "{\"offline_message_id\":744," + stored + "}");
        cache.load(PAGE, "[{\"offline_message_id\":744," + shown + "}]");

        assertThat(cache.isFresh(DETAIL)).isTrue();
        assertThat(outdated("message")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, 40_000})
    void the_next_request_loads_an_outdated_detail(long age) {
        cache.load(DETAIL, OLD);
        cache.ticker.advance(Duration.ofMillis(age));
        cache.load(PAGE, SHOWS_NEW);

        CachedAnswer loaded = cache.load(DETAIL, NEW);

        assertThat(body(loaded)).isEqualTo(NEW);
        assertThat(loaded.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale; stored");
        assertThat(body(cache.stored(DETAIL))).isEqualTo(NEW);
        assertThat(cache.isFresh(DETAIL)).isTrue();
    }

    @Test
    void only_if_cached_gets_no_outdated_detail() {
        cache.load(DETAIL, OLD);
        cache.load(PAGE, SHOWS_NEW);

        CachedAnswer answer = TestUpstream.start(cache.cache.answer(DETAIL, Samples.CONTEXT, true))
                .join();

        assertThat(CacheHarness.kind(answer)).isEqualTo(FailureKind.NOT_CACHED);
    }

    @Test
    void an_outdated_detail_serves_in_place_of_an_error_for_as_long_as_it_would_have() {
        cache.load(DETAIL, OLD);
        cache.load(PAGE, SHOWS_NEW);

        CachedAnswer served = cache.load(DETAIL, failed());
        assertThat(body(served)).isEqualTo(OLD);
        assertThat(served.provenance().cacheStatus())
                .isEqualTo("offline-messages-gateway; fwd=stale; ttl=0; detail=stale-if-error");

        cache.ticker.advance(TTL.plus(IF_ERROR).minusSeconds(1));
        assertThat(body(cache.load(DETAIL, failed()))).isEqualTo(OLD);
        cache.ticker.advance(Duration.ofSeconds(2));
        assertThat(CacheHarness.kind(cache.load(DETAIL, failed()))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void without_stale_if_error_an_outdated_detail_serves_in_place_of_errors_until_it_would_have_expired() {
        var strict = new PlayedCache(true, Duration.ZERO);
        strict.load(DETAIL, OLD);
        strict.load(PAGE, SHOWS_NEW);

        strict.ticker.advance(TTL.plus(WHILE_REVALIDATE).minusSeconds(1));
        assertThat(body(strict.load(DETAIL, failed()))).isEqualTo(OLD);
        strict.ticker.advance(Duration.ofSeconds(1));
        assertThat(CacheHarness.kind(strict.load(DETAIL, failed()))).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void after_an_error_an_outdated_detail_backs_off() {
        cache.load(DETAIL, OLD);
        cache.load(PAGE, SHOWS_NEW);
        cache.load(DETAIL, failed());

        assertThat(body(cache.stored(DETAIL))).isEqualTo(OLD);
        cache.ticker.advance(Duration.ofSeconds(1));
        assertThat(body(cache.load(DETAIL, NEW))).isEqualTo(NEW);
    }

    @Test
    void a_new_page_ends_the_back_off() {
        cache.load(DETAIL, OLD);
        cache.ticker.advance(TTL.plus(WHILE_REVALIDATE));
        cache.load(DETAIL, failed());
        cache.load(PAGE, SHOWS_NEW);

        assertThat(body(cache.load(DETAIL, NEW))).isEqualTo(NEW);
    }

    @Test
    void a_remembered_404_of_an_id_that_a_row_shows_is_forgotten() {
        cache.load(DETAIL, notFound(DETAIL));
        cache.load(PAGE, SHOWS_NEW);

        assertThat(outdated("not_found")).isOne();
        CachedAnswer loaded = cache.load(DETAIL, NEW);
        assertThat(loaded.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=miss; stored");
    }

    @Test
    void other_details_and_those_of_other_accounts_stay() {
        DetailRequest other = detail("jane", 745);
        DetailRequest others = detail("john", 744);
        cache.load(other, "{\"offline_message_id\":745,\"message\":\"old\"}");
        cache.load(others, OLD);
        cache.load(PAGE, SHOWS_NEW);

        assertThat(cache.isFresh(other)).isTrue();
        assertThat(cache.isFresh(others)).isTrue();
    }

    @Test
    void a_page_from_the_cache_judges_nothing_again() {
        cache.load(PAGE, SHOWS_NEW);
        cache.load(DETAIL, OLD);

        assertThat(cache.stored(PAGE).provenance().result()).isEqualTo(CacheResult.HIT);
        assertThat(cache.isFresh(DETAIL)).isTrue();
    }

    @Test
    void a_page_that_may_not_be_stored_judges_all_the_same() {
        var noStore = new CacheTerms(
                Prohibition.NO_STORE, CacheTerms.UNLIMITED, 0, CacheTerms.UNLIMITED, CacheTerms.UNLIMITED);
        cache.load(DETAIL, OLD);
        cache.load(PAGE, CheckedBody.found(PAGE, SHOWS_NEW, noStore));

        assertThat(cache.isFresh(DETAIL)).isFalse();
    }

    @Test
    void a_page_that_was_evicted_while_it_was_loaded_judges_all_the_same() {
        cache.load(DETAIL, OLD);
        var caller = cache.ask(PAGE);
        cache.evict(PAGE);
        cache.answer(PAGE, SHOWS_NEW);

        assertThat(body(caller.join())).isEqualTo(SHOWS_NEW);
        assertThat(cache.isFresh(DETAIL)).isFalse();
    }

    @Test
    void a_row_without_a_valid_id_judges_nothing() {
        cache.load(DETAIL, OLD);

        assertThat(body(cache.load(PAGE, "[{\"offline_message_id\":0}]"))).contains("0");
        assertThat(cache.isFresh(DETAIL)).isTrue();
    }

    @Test
    void the_operator_can_switch_the_comparison_off() {
        var off = new PlayedCache(false, IF_ERROR);
        off.load(DETAIL, OLD);
        off.load(PAGE, SHOWS_NEW);

        assertThat(off.isFresh(DETAIL)).isTrue();
        assertThat(off.meters.find("gateway.cache.outdated").counters()).isEmpty();
    }

    @Test
    void operators_see_that_a_detail_is_outdated() {
        cache.load(DETAIL, OLD);
        assertThat(CacheHarness.entries(cache.cache.operations(), DETAIL))
                .singleElement()
                .matches(entry -> !entry.outdated());
        cache.load(PAGE, SHOWS_NEW);

        assertThat(CacheHarness.entries(cache.cache.operations(), DETAIL))
                .singleElement()
                .matches(entry -> entry.outdated() && entry.state().equals("stale_if_error"));
    }

    private double outdated(String answer) {
        return cache.count("gateway.cache.outdated", "answer", answer);
    }
}
