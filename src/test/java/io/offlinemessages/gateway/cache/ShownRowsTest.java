package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.PlayedCache.detail;
import static io.offlinemessages.gateway.cache.PlayedCache.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.MessageDigests;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShownRowsTest {

    private static final DetailRequest DETAIL = detail("jane", 1);
    private static final Duration REMEMBERED = Duration.ofSeconds(6);

    private final FakeTicker ticker = new FakeTicker();
    private final ShownRows rows = new ShownRows(REMEMBERED, ticker);

    @Test
    void of_equal_rows_the_latest_is_remembered() {
        add(DETAIL, new ShownRow(unread(1), 10, 20));
        add(DETAIL, new ShownRow(unread(1), 30, 40));
        add(DETAIL, new ShownRow(unread(1), 15, 25));

        assertThat(rows.of(DETAIL)).extracting(ShownRow::asOf).containsExactly(40L);
    }

    @Test
    void of_different_rows_the_latest_four_are_remembered() {
        for (int row = 1; row <= 6; row++) {
            add(DETAIL, new ShownRow(unread(row), row * 10L - 5, row * 10L));
        }
        add(DETAIL, new ShownRow(unread(7), 1, 2));

        assertThat(rows.of(DETAIL)).extracting(ShownRow::asOf).containsExactly(60L, 50L, 40L, 30L);
    }

    @Test
    void rows_are_remembered_for_as_long_as_a_load_may_take_after_the_last() {
        add(DETAIL, new ShownRow(unread(1), 1, 2));
        ticker.advance(REMEMBERED.minusNanos(1));
        assertThat(rows.of(DETAIL)).hasSize(1);

        add(DETAIL, new ShownRow(unread(2), 3, 4));
        ticker.advance(REMEMBERED.minusNanos(1));
        assertThat(rows.of(DETAIL)).hasSize(2);
        ticker.advance(Duration.ofNanos(1));
        assertThat(rows.of(DETAIL)).isEmpty();
    }

    @Test
    void rows_of_the_last_sixteen_thousand_messages_are_remembered_and_of_at_most_twice_as_many() {
        MessageDigests digests = unread(1);
        for (long id = 1; id <= 40_000; id++) {
            add(detail("jane", id), new ShownRow(digests, 1, 2));
        }

        assertThat(LongStream.rangeClosed(1, 40_000)
                        .filter(id -> !rows.of(detail("jane", id)).isEmpty()))
                .hasSizeLessThanOrEqualTo(2 * 16_384)
                .contains(40_000L, 40_000L - 16_383);
    }

    @Test
    void a_row_that_comes_in_time_keeps_those_before_it() {
        for (int row = 1; row <= 4; row++) {
            add(DETAIL, new ShownRow(unread(row), row * 10L - 5, row * 10L));
            ticker.advance(REMEMBERED.minusNanos(1));
        }

        assertThat(rows.of(DETAIL)).extracting(ShownRow::asOf).containsExactly(40L, 30L, 20L, 10L);
    }

    @Test
    void no_row_is_lost_of_pages_that_come_at_one_time_while_one_half_gives_way_to_the_next() {
        MessageDigests digests = unread(1);
        for (int round = 0; round < 20; round++) {
            var fresh = new ShownRows(REMEMBERED, ticker);
            for (long id = 1; id <= 16_000; id++) {
                fresh.add(Map.of(detail("jane", id), new ShownRow(digests, 1, 2)));
            }
            LongStream.rangeClosed(16_001, 17_000)
                    .parallel()
                    .forEach(id -> fresh.add(Map.of(detail("jane", id), new ShownRow(digests, 1, 2))));

            assertThat(LongStream.rangeClosed(1, 17_000)
                            .allMatch(id -> fresh.of(detail("jane", id)).size() == 1))
                    .isTrue();
        }
    }

    private void add(DetailRequest detail, ShownRow row) {
        rows.add(Map.of(detail, row));
    }

    private static MessageDigests unread(int number) {
        return CheckedBody.messages(page("jane", 1), "[{\"offline_message_id\":1,\"unread\":" + number + "}]")
                .get(0);
    }
}
