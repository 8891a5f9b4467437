package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.Route;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class AnswerStoreTest {

    private final FakeTicker ticker = new FakeTicker();
    private final CacheParts parts = parts(DataSize.ofKilobytes(100));
    private final AnswerStore store = parts.store();

    @ParameterizedTest
    @EnumSource
    void the_weight_never_stays_above_the_maximum(Route route) {
        for (long id = 1; id <= 1_000; id++) {
            apply(key(route, id), new Outcome.Found(new byte[(int) (id * 37 % 5_000)], List.of(), CacheTerms.UNSAID));
            store.entries().cleanUp();

            assertThat(weight(store)).isLessThanOrEqualTo(100 * 1_024);
        }
        assertThat(store.entries().estimatedSize()).isBetween(20L, 300L);
    }

    @ParameterizedTest
    @EnumSource
    void header_fields_count_in_the_weight_of_an_entry(Route route) {
        CanonicalRequest key = key(route, 744);
        byte[] body = new byte[5_000];
        apply(key, new Outcome.Found(body, List.of(), CacheTerms.UNSAID));
        store.entries().cleanUp();

        int fields = Representation.of(body).fields().length;
        assertThat(weight(store)).isGreaterThan(320 + 5_000 + fields);
    }

    @ParameterizedTest
    @EnumSource
    void each_character_of_the_accounts_name_weighs_two_bytes(Route route) {
        CanonicalRequest key = key(route, 744);
        var longer = key(route, new Account(Samples.ACCOUNT.mode(), Samples.ACCOUNT.name() + "0123456789"), 744);
        apply(key, found());
        long one = weight(store);
        apply(longer, found());

        assertThat(weight(store) - one).isEqualTo(one + 20);
    }

    @ParameterizedTest
    @EnumSource
    void expired_entries_are_not_listed(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());
        assertThat(store.size()).isEqualTo(1);
        ticker.advance(Duration.ofHours(1));

        assertThat(store.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void only_a_present_entry_can_be_removed(Route route) {
        CanonicalRequest key = key(route, 744);
        assertThat(store.remove(key)).isFalse();
        apply(key, found());
        assertThat(store.remove(key)).isTrue();
        assertThat(store.remove(key)).isFalse();
    }

    @Test
    void an_entry_weighs_at_least_its_body_and_remembered_404s_weigh_too() {
        CanonicalRequest key = Samples.DETAIL;
        apply(key, new Outcome.Found(new byte[5_000], List.of(), CacheTerms.UNSAID));
        store.entries().cleanUp();
        assertThat(weight(store)).isGreaterThan(5_000);

        for (long id = 1; id <= 10_000; id++) {
            apply(key(Route.DETAIL, id), denied(FailureKind.NO_RECORD));
        }
        store.entries().cleanUp();
        assertThat(weight(store)).isLessThanOrEqualTo(100 * 1_024);
        assertThat(store.entries().estimatedSize()).isBetween(100L, 500L);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_larger_than_the_maximum_is_not_kept(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, new Outcome.Found(new byte[200_000], List.of(), CacheTerms.UNSAID));
        store.entries().cleanUp();

        assertThat(store.get(key)).isNull();
        assertThat(weight(store)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_maximum_of_zero_keeps_nothing(Route route) {
        CanonicalRequest key = key(route, 744);
        var none = parts(DataSize.ofBytes(0));
        none.apply(key, found());
        none.store().entries().cleanUp();

        assertThat(none.store().entries().estimatedSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_message_leaves_when_it_expires(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());

        ticker.advance(Duration.ofSeconds(630).minusMillis(1));
        assertThat(store.get(key)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(key)).isNull();
    }

    @Test
    void a_remembered_404_leaves_after_its_own_time() {
        CanonicalRequest key = Samples.DETAIL;
        apply(key, denied(FailureKind.NO_RECORD));

        ticker.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(store.get(key)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(key)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_refresh_does_not_make_an_entry_live_longer(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());
        ticker.advance(Duration.ofMinutes(10));
        apply(key, failed(FailureKind.SERVER_ERROR));

        ticker.advance(Duration.ofSeconds(30).minusMillis(1));
        assertThat(store.get(key)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(key)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_good_answer_ends_the_back_off(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());
        apply(key, failed(FailureKind.SERVER_ERROR));
        apply(key, failed(FailureKind.SERVER_ERROR));
        assertThat(stored(key).failures()).isEqualTo(2);
        assertThat(stored(key).mayRefresh(ticker.read())).isFalse();

        apply(key, found());
        assertThat(stored(key).failures()).isZero();
        assertThat(stored(key).mayRefresh(ticker.read())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"DETAIL, DETAIL_FORBIDDEN", "DETAIL, INVALID_ID", "LIST, INVALID_PAGE"})
    void a_refusal_of_the_upstream_drops_the_entry(Route route, FailureKind kind) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());

        assertThat(apply(key, denied(kind)))
                .isEqualTo(new Loaded(null, Failure.of(kind), 0, Loaded.Fate.NOT_STORED, false));
        assertThat(store.get(key)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_stores_nothing_where_there_was_nothing(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, failed(FailureKind.SERVER_ERROR));

        assertThat(store.get(key)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_of_the_gateway_itself_leaves_the_entry_as_it_is(Route route) {
        CanonicalRequest key = key(route, 744);
        apply(key, found());
        StoredAnswer before = Objects.requireNonNull(store.entries().policy().getIfPresentQuietly(key));
        apply(key, failed(FailureKind.INTERNAL));

        assertThat(stored(key)).isSameAs(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_load_is_wanted_for_a_missing_or_stale_entry_unless_it_backs_off(Route route) {
        CanonicalRequest key = key(route, 744);
        assertThat(store.wantsLoad(key)).isTrue();
        apply(key, found());
        assertThat(store.wantsLoad(key)).isFalse();
        ticker.advance(Duration.ofSeconds(30));
        assertThat(store.wantsLoad(key)).isTrue();
        apply(key, failed(FailureKind.SERVER_ERROR));
        assertThat(store.wantsLoad(key)).isFalse();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(store.wantsLoad(key)).isTrue();

        assertThat(store.entries().stats().requestCount())
                .as("hits and misses of callers")
                .isZero();
    }

    private Loaded apply(CanonicalRequest key, Outcome outcome) {
        return parts.apply(key, outcome);
    }

    private StoredAnswer stored(CanonicalRequest key) {
        return Objects.requireNonNull(store.get(key));
    }

    private CacheParts parts(DataSize maximum) {
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                maximum,
                new CacheProperties.Pages(
                        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(10), true));
        return CacheParts.alone(properties, ticker, (request, context) -> Mono.never());
    }

    private static long weight(AnswerStore store) {
        return store.entries().policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private static CanonicalRequest key(Route route, long number) {
        return key(route, Samples.ACCOUNT, number);
    }

    private static CanonicalRequest key(Route route, Account account, long number) {
        return route == Route.LIST
                ? new ListRequest(account, new PageNumber(number))
                : new DetailRequest(account, new MessageId(number));
    }

    private static Outcome found() {
        return new Outcome.Found(Samples.detail(), List.of(), CacheTerms.UNSAID);
    }

    private static Outcome denied(FailureKind kind) {
        return new Outcome.Denied(Failure.of(kind), CacheTerms.UNSAID, true);
    }

    private static Outcome failed(FailureKind kind) {
        return new Outcome.Failed(Failure.of(kind));
    }
}
