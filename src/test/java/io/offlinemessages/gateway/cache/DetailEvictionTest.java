package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a detail go the pages of those who had it. */
class DetailEvictionTest {

    private static final DetailRequest DETAIL = request("jane", 744);
    private static final DetailRequest OTHER_DETAIL = request("jane", 745);
    private static final CanonicalRequest PAGE = request(Route.LIST, "jane", 1);
    private static final CanonicalRequest NEXT_PAGE = request(Route.LIST, "jane", 2);

    private final CacheHarness harness = new CacheHarness();
    private final CacheOperations operations = harness.cache.operations();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void an_evicted_detail_takes_all_pages_of_its_accounts_and_nothing_else() {
        CanonicalRequest pageOfJohn = request(Route.LIST, "john", 1);
        for (CanonicalRequest each :
                new CanonicalRequest[] {DETAIL, OTHER_DETAIL, PAGE, NEXT_PAGE, pageOfJohn, request("john", 745)}) {
            harness.load(each, found(each, "old"));
        }

        assertThat(operations.evict(DETAIL.id())).isEqualTo(1);

        assertThat(harness.cache.fresh(PAGE)).isNull();
        assertThat(harness.cache.fresh(NEXT_PAGE)).isNull();
        assertThat(harness.cache.fresh(pageOfJohn)).isNotNull();
        assertThat(harness.cache.fresh(OTHER_DETAIL)).isNotNull();
        assertThat(operations.statistics().entries()).isEqualTo(3);
    }

    @Test
    void an_evicted_404_takes_the_pages_of_its_account() {
        harness.load(DETAIL, error(404));
        harness.load(PAGE, found(PAGE, "old"));

        assertThat(operations.evict(DETAIL.id())).isEqualTo(1);

        assertThat(harness.cache.fresh(PAGE)).isNull();
    }

    @Test
    void without_an_entry_of_the_detail_all_pages_stay() {
        harness.load(PAGE, found(PAGE, "old"));

        assertThat(operations.evict(DETAIL.id())).isZero();

        assertThat(harness.cache.fresh(PAGE)).isNotNull();
    }

    @Test
    void an_overtaken_load_of_a_page_answers_those_who_wait_and_stores_nothing() {
        harness.load(DETAIL, found(DETAIL, "old"));
        var before = harness.start(PAGE);
        var old = harness.origin.next();

        operations.evict(DETAIL.id());
        var after = harness.start(PAGE);
        harness.origin.next().answer(found(PAGE, "new"));
        assertThat(body(after.join())).isEqualTo(json(PAGE, "new"));
        old.answer(found(PAGE, "old"));

        assertThat(body(before.join())).isEqualTo(json(PAGE, "old"));
        assertThat(body(harness.stored(PAGE))).isEqualTo(json(PAGE, "new"));
    }

    @Test
    void a_load_of_the_detail_counts_as_an_entry() {
        harness.load(PAGE, found(PAGE, "old"));
        var waiting = harness.start(DETAIL);
        var call = harness.origin.next();

        assertThat(operations.evict(DETAIL.id())).isEqualTo(1);
        call.answer(found(DETAIL, "old"));

        assertThat(body(waiting.join())).isEqualTo(json(DETAIL, "old"));
        assertThat(harness.cache.fresh(PAGE)).isNull();
    }
}
