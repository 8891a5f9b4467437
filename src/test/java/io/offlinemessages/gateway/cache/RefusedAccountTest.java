package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.CacheHarness.body;
import static io.offlinemessages.gateway.cache.CacheHarness.error;
import static io.offlinemessages.gateway.cache.CacheHarness.found;
import static io.offlinemessages.gateway.cache.CacheHarness.json;
import static io.offlinemessages.gateway.cache.CacheHarness.kind;
import static io.offlinemessages.gateway.cache.CacheHarness.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.Origin;
import io.offlinemessages.gateway.upstream.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an account's copies when the upstream refuses the account. */
@ParameterizedClass(name = "{0}")
@EnumSource
class RefusedAccountTest {

    private static final Duration TO_IF_ERROR = CacheHarness.TTL.plus(CacheHarness.WHILE_REVALIDATE);

    private final CacheHarness harness = new CacheHarness();

    private final Route route;
    private final CanonicalRequest key;
    private final CanonicalRequest otherNumber;
    private final CanonicalRequest otherRoute;
    private final CanonicalRequest otherAccount;

    RefusedAccountTest(Route route) {
        this.route = route;
        this.key = request(route, "jane", 744);
        this.otherNumber = request(route, "jane", 745);
        this.otherRoute = request(route == Route.LIST ? Route.DETAIL : Route.LIST, "jane", 1);
        this.otherAccount = request(route, "john", 744);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html"})
    void a_401_is_a_502_for_the_caller_whatever_its_type_and_ends_all_copies_of_the_account(String type) {
        harness.load(key, found(key, "stale"));
        harness.ticker.advance(TO_IF_ERROR);
        harness.load(otherNumber, found(otherNumber, "fresh"));
        harness.load(otherRoute, found(otherRoute, "of the other route"));
        harness.load(otherAccount, found(otherAccount, "of another"));

        var refused = harness.load(key, unauthorized(type));
        assertThat(kind(refused)).isEqualTo(FailureKind.CREDENTIAL_REFUSED);
        assertThat(refused.provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");

        assertThat(harness.cache.fresh(otherNumber)).isNull();
        assertThat(harness.cache.fresh(otherRoute)).isNull();
        assertThat(harness.entries(key)).extracting(CacheEntry::account).containsExactly(otherAccount.account());
        assertThat(kind(harness.load(otherNumber, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(kind(harness.load(key, error(500)))).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(harness.stored(otherAccount).provenance().result()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void a_refused_refresh_ends_all_copies_of_the_account() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(CacheHarness.TTL);
        harness.stored(key);
        harness.endRefresh(error(401), "credential_refused");

        assertThat(kind(harness.load(key, error(401)))).isEqualTo(FailureKind.CREDENTIAL_REFUSED);
    }

    @Test
    void a_load_that_began_before_the_refusal_answers_and_stores_nothing() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var before = harness.start(key);
        var slow = harness.origin.next();
        harness.load(otherNumber, error(401));

        var after = harness.start(key);
        var quick = harness.origin.next();
        slow.answer(found(key, "before"));
        assertThat(body(before.join())).isEqualTo(json(key, "before"));
        assertThat(before.join().provenance().cacheStatus()).isEqualTo("offline-messages-gateway; fwd=stale");
        quick.answer(found(key, "after"));
        assertThat(body(after.join())).isEqualTo(json(key, "after"));
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "after"));
    }

    @Test
    void a_load_that_began_before_the_refusal_and_fails_finds_no_copy() {
        harness.load(key, found(key, "old"));
        harness.ticker.advance(TO_IF_ERROR);
        var before = harness.start(key);
        var slow = harness.origin.next();
        harness.load(otherRoute, error(401));
        slow.answer(error(500));

        assertThat(kind(before.join())).isEqualTo(FailureKind.SERVER_ERROR);
    }

    @Test
    void after_a_refusal_new_answers_of_the_account_are_stored() {
        harness.load(key, found(key, "old"));
        harness.load(otherRoute, error(401));
        harness.load(otherRoute, error(401));

        harness.load(key, found(key, "new"));
        assertThat(body(harness.stored(key))).isEqualTo(json(key, "new"));
    }

    @Test
    void a_refusal_of_the_gateways_own_account_is_an_error_like_others() {
        CanonicalRequest own = route == Route.LIST ? Samples.LIST : Samples.DETAIL;
        harness.load(own, found(own, "old"));
        harness.ticker.advance(TO_IF_ERROR);

        var stale = harness.load(own, error(401));
        assertThat(body(stale)).isEqualTo(json(own, "old"));
        assertThat(stale.provenance().result()).isEqualTo(CacheResult.STALE_IF_ERROR);
    }

    private static byte[] unauthorized(String type) {
        return Origin.answer(401, "no".getBytes(StandardCharsets.UTF_8), "Content-Type: " + type);
    }
}
