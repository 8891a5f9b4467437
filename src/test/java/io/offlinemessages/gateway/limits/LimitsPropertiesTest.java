package io.offlinemessages.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class LimitsPropertiesTest {

    @Test
    void by_default_requests_are_not_counted_and_wrong_passwords_are() {
        LimitsProperties defaults = bind(Map.of());
        assertThat(defaults.requestsPerMinute()).isZero();
        assertThat(defaults.failedLoginsPerUser()).isPositive();
        assertThat(defaults.failedLoginsPerAddress()).isGreaterThan(defaults.failedLoginsPerUser());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requests-per-minute          | -1      | 0 (no limit) to 1000000",
                "requests-per-minute          | 1000001 | 0 (no limit) to 1000000",
                "failed-logins-per-user     | -1      | 0 (no limit) to 1000000",
                "failed-logins-per-address  | 1000001 | 0 (no limit) to 1000000",
                "requests-in-flight           | 0       | 1 to 1000000",
                "connections                  | 0       | 1 to 1000000",
                "connections                  | 1000001 | 1 to 1000000",
                "request-timeout              | 99ms    | a duration from 100ms to 1h",
                "request-timeout              | 2h      | a duration from 100ms to 1h",
                "write-timeout                | 0s      | a duration from 100ms to 1h"
            })
    void a_value_out_of_range_is_refused_in_one_sentence(String name, String value, String allowed) {
        assertThatThrownBy(() -> bind(Map.of("gateway.limits." + name, value)))
                .extracting(NestedExceptionUtils::getMostSpecificCause)
                .extracting(Throwable::getMessage)
                .isEqualTo("gateway.limits." + name + " is \"" + value + "\"; it must be " + allowed + ".");
    }

    private static LimitsProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("gateway.limits", LimitsProperties.class);
    }
}
