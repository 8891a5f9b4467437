package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidPropertyTest {

    @Test
    void the_sentence_names_the_property_its_value_and_the_allowed_values() {
        assertThat(new InvalidProperty("gateway.x", 7, "an even number"))
                .hasMessage("gateway.x is \"7\"; it must be an even number.");
    }

    @Test
    void a_missing_value_is_reported_as_not_set() {
        assertThatThrownBy(() -> InvalidProperty.require("gateway.x", null, "an even number"))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage("gateway.x is not set; it must be an even number.");
    }

    @Test
    void a_value_that_is_set_is_returned() {
        assertThat(InvalidProperty.require("gateway.x", "8", "an even number")).isEqualTo("8");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.5S, 500ms",
        "PT1.001S, 1001ms",
        "PT1S, 1s",
        "PT90S, 90s",
        "PT2M, 2m",
        "PT90M, 90m",
        "PT2H, 2h",
        "PT36H, 36h",
        "PT48H, 2d",
        "PT-1S, -1s",
        "PT0.000001S, PT0.000001S"
    })
    void a_duration_is_shown_as_an_operator_writes_it(Duration value, String shown) {
        assertThat(InvalidProperty.shown(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1KB",
        "1536, 1536B",
        "68157440, 65MB",
        "8589934592, 8GB",
        "1099511627776, 1TB",
        "1125899906842624, 1024TB"
    })
    void a_size_is_shown_as_an_operator_writes_it(long bytes, String shown) {
        assertThat(InvalidProperty.size(bytes)).isEqualTo(shown);
    }
}
