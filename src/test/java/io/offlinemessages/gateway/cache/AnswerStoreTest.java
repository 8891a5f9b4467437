package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.upstream.CacheTerms;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Samples;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class AnswerStoreTest {

    private static final DetailRequest KEY = Samples.DETAIL;

    private final FakeTicker ticker = new FakeTicker();
    private final AnswerStore store = store(DataSize.ofKilobytes(100));

    @Test
    void the_weight_never_stays_above_the_maximum() {
        for (long id = 1; id <= 1_000; id++) {
            apply(key(id), new Outcome.Found(new byte[(int) (id * 37 % 5_000)], CacheTerms.UNSAID));
            store.entries().cleanUp();

            assertThat(weight(store)).isLessThanOrEqualTo(100 * 1_024);
        }
        assertThat(store.entries().estimatedSize()).isBetween(20L, 300L);
    }

    @Test
    void the_header_fields_that_an_entry_keeps_weigh_too() {
        byte[] body = new byte[5_000];
        apply(KEY, new Outcome.Found(body, CacheTerms.UNSAID));
        store.entries().cleanUp();

        int fields = Representation.of(body).fields().length;
        assertThat(weight(store)).isGreaterThan(320 + 5_000 + fields);
    }

    @Test
    void each_character_of_the_accounts_name_weighs_two_bytes() {
        var longer = new DetailRequest(
                new Account(Samples.ACCOUNT.mode(), Samples.ACCOUNT.name() + "0123456789"), new MessageId(744));
        apply(KEY, found());
        long one = weight(store);
        apply(longer, found());

        assertThat(weight(store) - one).isEqualTo(one + 20);
    }

    @Test
    void what_has_expired_is_not_among_the_entries() {
        apply(KEY, found());
        assertThat(store.size()).isEqualTo(1);
        ticker.advance(Duration.ofHours(1));

        assertThat(store.size()).isZero();
    }

    @Test
    void only_what_is_there_can_be_removed() {
        assertThat(store.remove(KEY)).isFalse();
        apply(KEY, found());
        assertThat(store.remove(KEY)).isTrue();
        assertThat(store.remove(KEY)).isFalse();
    }

    @Test
    void an_entry_weighs_at_least_its_body_and_remembered_404s_weigh_too() {
        apply(KEY, new Outcome.Found(new byte[5_000], CacheTerms.UNSAID));
        store.entries().cleanUp();
        assertThat(weight(store)).isGreaterThan(5_000);

        for (long id = 1; id <= 10_000; id++) {
            apply(key(id), denied(FailureKind.NO_RECORD));
        }
        store.entries().cleanUp();
        assertThat(weight(store)).isLessThanOrEqualTo(100 * 1_024);
        assertThat(store.entries().estimatedSize()).isBetween(100L, 500L);
    }

    @Test
    void a_body_larger_than_the_maximum_is_not_kept() {
        apply(KEY, new Outcome.Found(new byte[200_000], CacheTerms.UNSAID));
        store.entries().cleanUp();

        assertThat(store.get(KEY)).isNull();
        assertThat(weight(store)).isZero();
    }

    @Test
    void a_maximum_of_zero_keeps_nothing() {
        var none = store(DataSize.ofBytes(0));
        none.apply(KEY, none.begin(KEY), found());
        none.entries().cleanUp();

        assertThat(none.entries().estimatedSize()).isZero();
    }

    @Test
    void a_message_leaves_when_it_can_be_of_no_more_use() {
        apply(KEY, found());

        ticker.advance(Duration.ofSeconds(630).minusMillis(1));
        assertThat(store.get(KEY)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(KEY)).isNull();
    }

    @Test
    void a_remembered_404_leaves_after_its_own_time() {
        apply(KEY, denied(FailureKind.NO_RECORD));

        ticker.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(store.get(KEY)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(KEY)).isNull();
    }

    @Test
    void a_failed_refresh_does_not_make_an_entry_live_longer() {
        apply(KEY, found());
        ticker.advance(Duration.ofMinutes(10));
        apply(KEY, failed(FailureKind.SERVER_ERROR));

        ticker.advance(Duration.ofSeconds(30).minusMillis(1));
        assertThat(store.get(KEY)).isNotNull();
        ticker.advance(Duration.ofMillis(1));
        assertThat(store.get(KEY)).isNull();
    }

    @Test
    void a_good_answer_ends_the_back_off() {
        apply(KEY, found());
        apply(KEY, failed(FailureKind.SERVER_ERROR));
        apply(KEY, failed(FailureKind.SERVER_ERROR));
        assertThat(stored().failures()).isEqualTo(2);
        assertThat(stored().mayRefresh(ticker.read())).isFalse();

        apply(KEY, found());
        assertThat(stored().failures()).isZero();
        assertThat(stored().mayRefresh(ticker.read())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DETAIL_FORBIDDEN", "INVALID_ID"})
    void a_refusal_of_the_upstream_drops_the_entry(FailureKind kind) {
        apply(KEY, found());

        assertThat(apply(KEY, denied(kind))).isEqualTo(new Loaded(null, Failure.of(kind), 0, Loaded.Fate.NOT_STORED));
        assertThat(store.get(KEY)).isNull();
    }

    @Test
    void a_failure_stores_nothing_where_there_was_nothing() {
        apply(KEY, failed(FailureKind.SERVER_ERROR));

        assertThat(store.get(KEY)).isNull();
    }

    @Test
    void a_fault_of_the_gateway_itself_leaves_the_entry_as_it_is() {
        apply(KEY, found());
        StoredAnswer before = Objects.requireNonNull(store.entries().policy().getIfPresentQuietly(KEY));
        apply(KEY, failed(FailureKind.INTERNAL));

        assertThat(stored()).isSameAs(before);
    }

    @Test
    void a_load_is_wanted_for_what_is_missing_or_stale_but_not_while_it_backs_off() {
        assertThat(store.wantsLoad(KEY)).isTrue();
        apply(KEY, found());
        assertThat(store.wantsLoad(KEY)).isFalse();
        ticker.advance(Duration.ofSeconds(30));
        assertThat(store.wantsLoad(KEY)).isTrue();
        apply(KEY, failed(FailureKind.SERVER_ERROR));
        assertThat(store.wantsLoad(KEY)).isFalse();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(store.wantsLoad(KEY)).isTrue();

        assertThat(store.entries().stats().requestCount())
                .as("hits and misses of callers")
                .isZero();
    }

    private Loaded apply(DetailRequest key, Outcome outcome) {
        return store.apply(key, store.begin(key), outcome);
    }

    private StoredAnswer stored() {
        return Objects.requireNonNull(store.get(KEY));
    }

    private AnswerStore store(DataSize maximum) {
        var properties = new CacheProperties(
                UpstreamDirectives.OBEY,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                maximum,
                new CacheProperties.Pages(
                        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(10)));
        return new AnswerStore(properties, new FreshnessRules(properties), ticker);
    }

    private static long weight(AnswerStore store) {
        return store.entries().policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private static DetailRequest key(long id) {
        return new DetailRequest(Samples.ACCOUNT, new MessageId(id));
    }

    private static Outcome found() {
        return new Outcome.Found(Samples.detail(), CacheTerms.UNSAID);
    }

    private static Outcome denied(FailureKind kind) {
        return new Outcome.Denied(Failure.of(kind), CacheTerms.UNSAID, true);
    }

    private static Outcome failed(FailureKind kind) {
        return new Outcome.Failed(Failure.of(kind));
    }
}
