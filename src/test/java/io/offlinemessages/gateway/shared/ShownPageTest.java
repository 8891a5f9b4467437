package io.offlinemessages.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CredentialMode;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownPageTest {

    private static final ShownPage PAGE = new ShownPage(
            new Account(CredentialMode.FORWARD, "two\nlines"), Duration.ofMillis(5), Duration.ofSeconds(1), new byte[] {
                1, 2, 3
            });

    @Test
    void a_page_is_read_as_it_was_written() {
        var read = ShownPage.read(PAGE.write()).orElseThrow();

        assertThat(read).usingRecursiveComparison().isEqualTo(PAGE);
    }

    @Test
    void the_duration_of_its_load_is_rounded_up() {
        var page = new ShownPage(PAGE.account(), Duration.ofMillis(5).plusNanos(1), PAGE.age(), PAGE.rows());

        assertThat(ShownPage.read(page.write()).orElseThrow().took()).isEqualTo(Duration.ofMillis(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 19, 20, 25})
    void a_truncated_page_is_ignored(int length) {
        assertThat(ShownPage.read(Arrays.copyOf(PAGE.write(), length))).isEmpty();
    }

    @Test
    void a_page_with_an_unknown_mode_is_ignored() {
        byte[] written = PAGE.write();
        written[20] = '?';

        assertThat(ShownPage.read(written)).isEmpty();
    }
}
