package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InvalidPropertyTest {

    @Test
    void the_sentence_names_property_value_and_what_is_allowed() {
        assertThat(new InvalidProperty("gateway.x", 7, "an even number"))
                .hasMessage("gateway.x is \"7\"; it must be an even number.");
    }

    @Test
    void a_missing_value_is_called_missing() {
        assertThatThrownBy(() -> InvalidProperty.require("gateway.x", null, "an even number"))
                .isInstanceOf(InvalidProperty.class)
                .hasMessage("gateway.x is not set; it must be an even number.");
    }

    @Test
    void a_value_that_is_there_is_handed_back() {
        assertThat(InvalidProperty.require("gateway.x", "8", "an even number")).isEqualTo("8");
    }
}
