package io.offlinemessages.gateway.cache;

import static io.offlinemessages.gateway.cache.PlayedCache.detail;
import static io.offlinemessages.gateway.cache.PlayedCache.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.FakeTicker;
import io.offlinemessages.gateway.upstream.MessageDigests;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShownRowsTest {

    private static final DetailRequest DETAIL = detail("jane", 1);
    private static final Duration REMEMBERED = Duration.ofSeconds(6);

    private final FakeTicker ticker = new FakeTicker();
    private final ShownRows rows = new ShownRows(REMEMBERED, ticker);

    @Test
    void of_rows_that_show_the_same_the_latest_is_remembered() {
        rows.add(DETAIL, new ShownRow(unread(1), 10, 20));
        rows.add(DETAIL, new ShownRow(unread(1), 30, 40));
        rows.add(DETAIL, new ShownRow(unread(1), 15, 25));

        assertThat(rows.of(DETAIL)).extracting(ShownRow::asOf).containsExactly(40L);
    }

    @Test
    void of_rows_that_differ_the_latest_four_are_remembered() {
        for (int row = 1; row <= 6; row++) {
            rows.add(DETAIL, new ShownRow(unread(row), row * 10L - 5, row * 10L));
        }
        rows.add(DETAIL, new ShownRow(unread(7), 1, 2));

        assertThat(rows.of(DETAIL)).extracting(ShownRow::asOf).containsExactly(60L, 50L, 40L, 30L);
    }

    @Test
    void they_are_remembered_for_as_long_as_a_load_may_take_after_the_last() {
        rows.add(DETAIL, new ShownRow(unread(1), 1, 2));
        ticker.advance(REMEMBERED.minusNanos(1));
        assertThat(rows.of(DETAIL)).hasSize(1);

        rows.add(DETAIL, new ShownRow(unread(2), 3, 4));
        ticker.advance(REMEMBERED.minusNanos(1));
        assertThat(rows.of(DETAIL)).hasSize(2);
        ticker.advance(Duration.ofNanos(1));
        assertThat(rows.of(DETAIL)).isEmpty();
    }

    @Test
    void those_of_sixteen_thousand_messages_are_remembered_and_no_more() {
        MessageDigests digests = unread(1);
        for (long id = 1; id <= 40_000; id++) {
            rows.add(detail("jane", id), new ShownRow(digests, 1, 2));
        }

        assertThat(LongStream.rangeClosed(1, 40_000)
                        .filter(id -> !rows.of(detail("jane", id)).isEmpty()))
                .hasSizeBetween(16_000, 16_384);
    }

    private static MessageDigests unread(int number) {
        return CheckedBody.messages(page("jane", 1), "[{\"offline_message_id\":1,\"unread\":" + number + "}]")
                .get(0);
    }
}
