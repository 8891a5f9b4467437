package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The name that the endpoint of the cache had before. */
class RenamedPropertiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            management.endpoint.detailcache.access | read-only | is "read-only"; it must be left out: it is management.endpoint.messagecache.access now.
            management.endpoint.detail-cache.access | none | is "none"; it must be left out: it is management.endpoint.messagecache.access now.
            management.endpoint.detailcache.cache.time-to-live | 1s | is "1s"; it must be left out: it is management.endpoint.messagecache.cache.time-to-live now.
            management.endpoints.web.exposure.include | health, detailcache | is "health,detailcache"; it must be without detailcache, which is messagecache now.
            management.endpoints.web.exposure.exclude | detailcache | is "detailcache"; it must be without detailcache, which is messagecache now.
            """)
    void the_former_name_is_refused_with_its_successor(String name, String value, String sentence) {
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> RenamedProperties.require(environment(Map.<String, Object>of(name, value))))
                .withMessageEndingWith(sentence);
    }

    @Test
    void the_former_name_is_refused_in_the_environment() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("MANAGEMENT_ENDPOINT_DETAILCACHE_ACCESS", "unrestricted")));

        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> RenamedProperties.require(environment))
                .withMessage("management.endpoint.detailcache.access is \"unrestricted\"; it must be left out: it is"
                        + " management.endpoint.messagecache.access now.");
    }

    @Test
    void the_present_name_is_accepted() {
        assertThatCode(() -> RenamedProperties.require(environment(Map.of(
                        "management.endpoint.messagecache.access", "read-only",
                        "management.endpoints.web.exposure.include", "health, messagecache"))))
                .doesNotThrowAnyException();
    }

    private static Environment environment(Map<String, Object> properties) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given", properties));
        return environment;
    }
}
