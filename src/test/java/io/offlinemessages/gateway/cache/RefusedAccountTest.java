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
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an account's copies when the upstream refuses the account. */
class RefusedAccountTest {

    private static final DetailRequest KEY = request("jane", 744);
    private static final CanonicalRequest PAGE = request(Route.LIST, "jane", 1);
    private static final DetailRequest OTHER_ID = request("jane", 745);
    private static final DetailRequest OTHER_ACCOUNT = request("john", 744);
    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private final CacheHarness harness = new CacheHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html"})
    void a_401_is_a_502_for_the_caller_whatever_its_type_and_ends_all_copies_of_the_account(String type) {
        harness.load(KEY, found(744, "stale"));
        harness.ticker.advance(TO_IF_ERROR);
        harness.load(OTHER_ID, found(745, "fresh"));
        harness.load(OTHER_ACCOUNT, found(744, "of another"));

        var refused = harness.load(KEY, unauthorized(type));
        assertThat(kind(refused)).isEqualTo(FailureKind.CREDENTIAL_REFUSED);
        assertThat(refused.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");

        assertThat(harness.cache.fresh(OTHER_ID)).isNull();
        assertThat(harness.cache.operations().entries(KEY.id()))
                .extracting(CacheEntry::account)
                .containsExactly(OTHER_ACCOUNT.account());
        assertThat(kind(harness.load(OTHER_ID, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(kind(harness.load(KEY, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(harness.stored(OTHER_ACCOUNT).provenance().result()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_refresh_that_is_refused_ends_them_too() {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(KEY);
        harness.endRefresh(error(401), "credential_refused");

        assertThat(kind(harness.load(KEY, error(401)))).isEqualTo(FailureKind.CREDENTIAL_REFUSED);
    }

    @Test
    void a_load_that_began_before_the_refusal_answers_and_stores_nothing() {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var before = harness.start(KEY);
        var slow = harness.origin.next();
        harness.load(OTHER_ID, error(401));

        var after = harness.start(KEY);
        var quick = harness.origin.next();
        slow.answer(found(744, "before"));
        assertThat(body(before.join())).isEqualTo(json(744, "before"));
        assertThat(before.join().provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");
        quick.answer(found(744, "after"));
        assertThat(body(after.join())).isEqualTo(json(744, "after"));
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "after"));
    }

    @Test
    void a_load_that_began_before_the_refusal_and_fails_finds_no_copy() {
        harness.load(KEY, found(744, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var before = harness.start(KEY);
        var slow = harness.origin.next();
        harness.load(PAGE, error(401));
        slow.answer(error(500));

        assertThat(kind(before.join())).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void after_it_the_account_is_as_good_as_new() {
        harness.load(KEY, found(744, "old"));
        harness.load(PAGE, error(401));
        harness.load(PAGE, error(401));

        harness.load(KEY, found(744, "new"));
        assertThat(body(harness.stored(KEY))).isEqualTo(json(744, "new"));
    }

    @Test
    void a_refusal_of_the_gateways_own_account_is_an_error_like_others() {
        harness.load(Samples.DETAIL, found(744, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        var stale = harness.load(Samples.DETAIL, error(401));
        assertThat(body(stale)).isEqualTo(json(744, "old"));
        assertThat(stale.provenance().result()).isEqualTo(CacheResult.STALE_IF_ERROR);
    }

    private static byte[] unauthorized(String type) {
        return Origin.answer(401, "no".getBytes(StandardCharsets.UTF_8), "Content-Type: " + type);
    }
}
