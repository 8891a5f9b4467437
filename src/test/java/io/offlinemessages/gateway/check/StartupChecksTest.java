package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

class StartupChecksTest {

    @ParameterizedTest
    @ValueSource(strings = {"GATEWAY_UPSTREAM_PASSWORD", "gateway.upstream.username", "SERVER_SSL_KEYSTOREPASSWORD"})
    void text_that_could_not_be_decoded_stops_the_start_and_is_not_shown(String name) {
        assertThatThrownBy(() -> check(name, "s\uFFFDcret"))
                .isInstanceOf(InvalidProperty.class)
                .hasMessageStartingWith(
                        name + " is \"(not shown)\"; it must be text without U+FFFD, which stands for octets")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LS_COLORS", "OTHER_GATEWAY_NAME"})
    void variables_of_other_software_may_hold_anything(String name) {
        assertThatCode(() -> check(name, "s\uFFFDcret")).doesNotThrowAnyException();
    }

    private static void check(String name, String value) {
        var environment = new MockEnvironment();
        environment.setProperty("management.server.port", "8081");
        environment.getPropertySources().addLast(new MapPropertySource("variables", Map.of(name, value)));
        StartupChecks.RULES.forEach(rule -> rule.accept(environment));
    }
}
