package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.shared.ShownPage;
import io.offlinemessages.gateway.upstream.CheckedBody;
import io.offlinemessages.gateway.upstream.MessageDigests;
import io.offlinemessages.gateway.upstream.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesElsewhereTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final CanonicalRequest KEY = PlayedCache.page("jane", 1);
    private static final Outcome.Found PAGE = (Outcome.Found)
            CheckedBody.found(KEY, "[{\"offline_message_id\":7,\"subject\":\"a\"},{\"offline_message_id\":8}]", 3);

    private static final ShownPage TOLD = PagesElsewhere.written(KEY, PAGE, 2 * SECOND);

    @Test
    void the_age_of_a_page_moves_the_moment_of_its_rows_back() {
        var rows = PagesElsewhere.read(TOLD, 100 * SECOND, Duration.ofSeconds(1));

        assertThat(rows).extracting(row -> row.digests().id()).containsExactly(7L, 8L);
        assertThat(rows).allMatch(row -> row.asOf() == 97 * SECOND && row.from() == 94 * SECOND);
        assertThat(rows.get(0).digests().likenesses(PAGE.messages().get(0))).isEqualTo(MessageDigests.ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 80, 82})
    void truncated_rows_are_ignored(int length) {
        assertThat(read(Arrays.copyOf(TOLD.rows(), length))).isEmpty();
    }

    @Test
    void rows_of_another_version_are_ignored() {
        byte[] rows = TOLD.rows().clone();
        rows[0]++;

        assertThat(read(rows)).isEmpty();
    }

    private static List<ShownRow> read(byte[] rows) {
        return PagesElsewhere.read(new ShownPage(TOLD.account(), TOLD.took(), TOLD.age(), rows), 0, Duration.ZERO);
    }
}
