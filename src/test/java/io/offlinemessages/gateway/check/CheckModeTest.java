package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckModeTest {

    @ParameterizedTest
    @CsvSource({
        "--gateway.check,         , true,  true",
        "--gateway.check=true,    , true,  true",
        "--gateway.check=TRUE,    , true,  true",
        "--gateway.check=false,   , false, true",
        "--gateway.check=maybe,   , true,  false",
        "--gateway.check=,        , true,  false",
        "--server.port=1,         , false, true",
        "--gateway.checks,        , false, true",
        "--server.port=1,     true, true,  true",
        "--server.port=1,    false, false, true",
        "--server.port=1,    maybe, true,  false",
        "--server.port=1,      ' ', false, true",
        "--gateway.check=false, true, false, true",
    })
    void the_mode_is_on_where_it_is_asked_for(String argument, @Nullable String variable, boolean on, boolean allowed) {
        var mode = CheckMode.of(List.of(argument), variable);
        assertThat(mode.isOn()).isEqualTo(on);
        assertThat(mode.isAllowed()).isEqualTo(allowed);
        assertThat(mode.others())
                .isEqualTo(argument.matches("--gateway[.]check(=.*)?") ? List.of() : List.of(argument));
    }
}
