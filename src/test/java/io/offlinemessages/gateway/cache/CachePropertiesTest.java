package io.offlinemessages.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CachePropertiesTest {

    @Test
    void an_unset_property_has_its_default() {
        assertThat(bind(Map.of()))
                .hasToString(
                        "CacheProperties[upstreamDirectives=OBEY, ttl=PT30S, staleWhileRevalidate=PT30S, staleIfError=PT10M,"
                                + " notFoundTtl=PT10S, maximumSize=67108864B,"
                                + " list=Pages[ttl=PT1S, staleWhileRevalidate=PT1S, staleIfError=PT10M,"
                                + " outdatesDetails=true]]");
    }

    @ParameterizedTest
    @CsvSource({
        "ttl, 0s",
        "ttl, 30d",
        "stale-while-revalidate, 0s",
        "stale-if-error, 30d",
        "not-found-ttl, 0s",
        "list.ttl, 0s",
        "list.stale-while-revalidate, 30d",
        "list.stale-if-error, 0s",
        "maximum-size, 0B"
    })
    void the_bounds_are_allowed(String property, String value) {
        assertThat(bind(Map.of("gateway.cache." + property, value))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ttl, -1s, -1s, a duration from 0s to 30d",
        "ttl, 31d, 31d, a duration from 0s to 30d",
        "stale-while-revalidate, -1ms, -1ms, a duration from 0s to 30d",
        "stale-if-error, 31d, 31d, a duration from 0s to 30d",
        "not-found-ttl, -5m, -5m, a duration from 0s to 30d",
        "list.ttl, -1s, -1s, a duration from 0s to 30d",
        "list.stale-while-revalidate, 31d, 31d, a duration from 0s to 30d",
        "list.stale-if-error, -1ms, -1ms, a duration from 0s to 30d",
    })
    void a_refusal_names_property_value_and_what_is_allowed(
            String property, String value, String shown, String allowed) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("gateway.cache." + property, value)))
                .havingRootCause()
                .isInstanceOf(InvalidProperty.class)
                .withMessage("gateway.cache." + property + " is \"" + shown + "\"; it must be " + allowed + ".");
    }

    private static CacheProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("gateway.cache", CacheProperties.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1_048_576, 1_099_511_627_776L})
    void a_cache_has_room_in_two_thirds_of_the_heap(long more) {
        long room = Runtime.getRuntime().maxMemory() / 3 * 2;
        long size = more < 0 ? more : room + more;
        assertThat(bind(Map.of("gateway.cache.maximum-size", room + "B"))).isNotNull();
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("gateway.cache.maximum-size", size + "B")))
                .havingRootCause()
                .isInstanceOf(InvalidProperty.class)
                .withMessage("gateway.cache.maximum-size is \"" + InvalidProperty.size(size) + "\"; it must be 0B to "
                        + room / 1_048_576 + "MB, two thirds of what the heap may grow to.");
    }
}
