package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownNamesTest {

    private static final PropertyNames KNOWN = PropertyNames.of("gateway", Properties.class);

    @ParameterizedTest
    @CsvSource(textBlock = """
            GATEWAY_CACHE_TLL,            GATEWAY_CACHE_TTL
            GATEWAY_TRUSTEDPROXY,         GATEWAY_TRUSTEDPROXIES
            GATEWAY_CACHE_STALE_WHILE_REVALID, GATEWAY_CACHE_STALEWHILEREVALIDATE
            gateway_cache_tll,            GATEWAY_CACHE_TTL
            gateway.cache.tll,            GATEWAY_CACHE_TTL
            """)
    void a_variable_without_a_property_is_reported_with_the_nearest_name(String variable, String nearest) {
        assertThat(UnknownNames.unknown(List.of(variable, "PATH"), KNOWN))
                .containsExactly("The environment variable " + variable + " sets no property; the nearest that does is "
                        + nearest + '.');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GATEWAY_CACHE_TTL",
                "gateway_cache_ttl",
                "gateway.cache.ttl",
                "GATEWAY_CACHE_STALEWHILEREVALIDATE",
                "GATEWAY_CACHE_STALE_WHILE_REVALIDATE",
                "GATEWAY_TRUSTEDPROXIES",
                "GATEWAY_TRUSTEDPROXIES_0",
                "GATEWAY_TRUSTED_PROXIES_12_",
                "GATEWAY_CHECK",
                "GATEWAY_SERVICE_HOST",
                "GATEWAY_SERVICE_PORT",
                "GATEWAY_SERVICE_PORT_HTTP",
                "GATEWAY_PORT",
                "GATEWAY_PORT_8080_TCP",
                "GATEWAY_PORT_8080_TCP_ADDR",
                "GATEWAYS",
                "MY_GATEWAY_CACHE_TLL"
            })
    void other_variables_are_not_reported(String variable) {
        assertThat(UnknownNames.unknown(List.of(variable), KNOWN)).isEmpty();
    }

    private record Properties(Cache cache, List<String> trustedProxies) {}

    private record Cache(Duration ttl, Duration staleWhileRevalidate) {}
}
