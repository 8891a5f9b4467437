package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

class ConfigurationInfoContributorTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    record Sample(Inner inner, @Nullable String unset) {}

    record Inner(
            Duration timeToLive,
            Duration none,
            DataSize maximumSize,
            DataSize odd,
            Set<Role> roles,
            CredentialMode mode,
            int count,
            Secret apiKey) {}

    private static final Inner INNER = new Inner(
            Duration.ofSeconds(90),
            Duration.ZERO,
            DataSize.ofKilobytes(2048),
            DataSize.ofBytes(1025),
            Set.of(Role.SUPER_ADMIN, Role.AGENT),
            CredentialMode.FORWARD,
            7,
            new Secret("hunter2"));

    @Test
    void bound_properties_are_written_as_operators_write_them_and_secrets_not_at_all() {
        assertThat(configuration().get("gateway"))
                .isEqualTo(Map.of(
                        "inner",
                        Map.ofEntries(
                                Map.entry("time-to-live", "90s"),
                                Map.entry("none", "0s"),
                                Map.entry("maximum-size", "2MB"),
                                Map.entry("odd", "1025B"),
                                Map.entry("roles", List.of("Agent", "Super Admin")),
                                Map.entry("mode", "forward"),
                                Map.entry("count", "7"),
                                Map.entry("api-key", "***"))));
    }

    @Test
    void properties_beyond_the_gateways_own_defaults_are_not_shown() {
        set(Map.of(
                "spring.ssl.bundle.pem.server.keystore.private-key", "hunter2",
                "server.ssl.key-store-password", "hunter2",
                "gateway.surprise", "hunter2",
                "server.address", "192.0.2.1"));
        assertThat(configuration().toString()).doesNotContain("hunter2", "192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "unset=, 50, 50",
        "resilience4j.circuitbreaker.configs.default.failure-rate-threshold=60, 60, 60",
        "resilience4j.circuitbreaker.instances.list.failure-rate-threshold=60, 60, 50",
        "RESILIENCE4J_CIRCUITBREAKER_INSTANCES_LIST_FAILURERATETHRESHOLD=60, 60, 50",
    })
    void a_route_has_its_own_breaker_settings_else_the_default_ones(String setting, String list, String detail) {
        String[] nameAndValue = setting.split("=", -1);
        set(Map.of(nameAndValue[0], nameAndValue[1]));
        assertThat(inForce("circuitbreaker", "list")).containsEntry("failure-rate-threshold", list);
        assertThat(inForce("circuitbreaker", "detail")).containsEntry("failure-rate-threshold", detail);
    }

    @Test
    void a_route_that_is_based_on_another_configuration_takes_from_it_what_that_says() {
        set(Map.of(
                "resilience4j.retry.instances.list.base-config", "patient",
                "resilience4j.retry.configs.patient.wait-duration", "300ms"));
        assertThat(inForce("retry", "list"))
                .containsEntry("wait-duration", "300ms")
                .containsEntry("max-attempts", "3");
        assertThat(inForce("retry", "detail")).containsEntry("wait-duration", "100ms");
    }

    private void set(Map<String, Object> properties) {
        environment.getPropertySources().addFirst(new MapPropertySource("file", properties));
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", properties));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> inForce(String module, String instance) {
        Map<String, Object> section = configuration();
        for (String name : new String[] {"resilience4j", module, "instances", instance}) {
            section = (Map<String, Object>) Objects.requireNonNull(section.get(name));
        }
        return section;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> configuration() {
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("application.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConfigurationPropertySources.attach(environment);
        var info = new Info.Builder();
        new ConfigurationInfoContributor("gateway", new Sample(INNER, null), environment).contribute(info);
        return (Map<String, Object>)
                Objects.requireNonNull(info.build().getDetails().get("configuration"));
    }
}
