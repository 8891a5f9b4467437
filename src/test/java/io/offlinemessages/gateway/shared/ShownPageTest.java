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
    void is_read_as_it_was_written() {
        var read = ShownPage.read(PAGE.write()).orElseThrow();

        assertThat(read).usingRecursiveComparison().isEqualTo(PAGE);
    }

    @Test
    void its_load_seems_never_to_have_ended_before_it_did() {
        var page = new ShownPage(PAGE.account(), Duration.ofMillis(5).plusNanos(1), PAGE.age(), PAGE.rows());

        assertThat(ShownPage.read(page.write()).orElseThrow().took()).isEqualTo(Duration.ofMillis(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 19, 20, 25})
    void is_none_when_it_was_cut_off(int length) {
        assertThat(ShownPage.read(Arrays.copyOf(PAGE.write(), length))).isEmpty();
    }

    @Test
    void is_none_with_a_mode_that_this_version_does_not_know() {
        byte[] written = PAGE.write();
        written[20] = '?';

        assertThat(ShownPage.read(written)).isEmpty();
    }
}
