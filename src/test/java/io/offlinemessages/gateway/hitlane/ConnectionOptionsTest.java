package io.offlinemessages.gateway.hitlane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                " \t ",
                "keep-alive",
                "Keep-Alive",
                "close",
                "Close, TE",
                "Upgrade, HTTP2-Settings",
                "HTTP2-Settings,upgrade",
                "Upgrade, HTTP2-Settings, TE",
                "te",
                "\tkeep-alive ,, TE ,",
                ", keep-alive"
            })
    void these_options_leave_the_answer_unchanged(String field) {
        assertThat(ConnectionOptions.arePlain(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "keep-alive, Authorization",
                "Host, keep-alive",
                "keep-alive,X-Forwarded-For,te",
                "If-None-Match",
                "keep alive",
                "keep-alivex",
                "keep-aliv",
                "closed",
                "keep-alive;close",
                "\"keep-alive\"",
                "keep-alive\u00a0",
                "t\u00e9",
                ", ,x"
            })
    void any_other_option_may_change_the_answer(String field) {
        assertThat(ConnectionOptions.arePlain(field)).isFalse();
    }
}
