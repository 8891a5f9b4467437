package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.offlinemessages.gateway.GatewayMetadata;
import io.offlinemessages.gateway.GatewayMetadata.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The properties below {@code config.gateway}: the chart knows each name and type, and accepts placeholders for all. */
@Tag("chart")
class ChartPropertiesTest {

    /** Those that the chart sets itself, or reads. */
    private static final List<String> ELSEWHERE = List.of(
            "gateway.access.users-file",
            "gateway.drain.delay",
            "gateway.shared.password",
            "gateway.shared.redis-url",
            "gateway.shared.secret",
            "gateway.shared.sentinel-password",
            "gateway.shared.username",
            "gateway.upstream.credentials",
            "gateway.upstream.password",
            "gateway.upstream.username");

    @TempDir
    private Path folder;

    @Test
    void every_property_may_have_its_default() throws IOException {
        assertThat(application(each(property -> property.presetAsDocumented().orElse("null"))))
                .contains("stale-while-revalidate: 30s", "- Super Admin");
    }

    @Test
    void every_property_may_be_a_placeholder() throws IOException {
        assertThat(application(each(property -> "\"${VALUE:of " + property.name() + "}\"")))
                .contains("ttl: ${VALUE:of gateway.cache.ttl}", "list-roles: ${VALUE:of gateway.access.list-roles}");
    }

    @Test
    void every_property_may_be_unset() throws IOException {
        assertThat(application(each(property -> "null"))).contains("cache:").doesNotContain("ttl", "null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cache.ttl | 500ms
            cache.ttl | 5000
            cache.ttl | PT3S
            cache.ttl | PT0.5S
            cache.ttl | 30d
            access.verified-ttl | 1d
            cache.maximum-size | 8388608
            cache.maximum-size | 64KB
            shared.max-body | 1024B
            limits.requests-per-minute | 1000000
            limits.requests-per-minute | '"300"'
            hit-lane.enabled | false
            hit-lane.enabled | '"true"'
            access-log.caller | off
            access-log.caller | hashed
            access.list-roles | Super Admin, Agent
            access.list-roles | '[Admin, "${ROLE}"]'
            trusted-proxies | 10.0.0.0/8,192.0.2.7
            trusted-proxies | '["fd00::/8"]'
            request-id-header | '""'
            """)
    void a_value_that_the_gateway_takes_is_taken(String name, String value) throws IOException {
        assertThat(application(Map.of("gateway." + name, value)))
                .contains(name.substring(name.lastIndexOf('.') + 1) + ":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cache.ttl | 30seconds | at '/config/gateway/cache/ttl': '30seconds' does not match pattern '^[0-9]+(ns
            cache.ttl | 5 s | at '/config/gateway/cache/ttl': '5 s' does not match pattern
            cache.ttl | -1 | at '/config/gateway/cache/ttl': minimum: got -1, want 0
            cache.ttl | true | at '/config/gateway/cache/ttl': got boolean, want
            cache.ttl | 31d | config.gateway.cache.ttl is 31d; it must be a duration from 0s to 30d.
            cache.ttl | PT721H | config.gateway.cache.ttl is PT721H; it must be a duration from 0s to 30d.
            cache.maximum-size | 64Mi | at '/config/gateway/cache/maximum-size': '64Mi' does not match pattern '^[0-9]+(B
            access.verified-ttl | 0 | config.gateway.access.verified-ttl is 0; it must be a duration from 1ms to 1d.
            limits.request-timeout | 50ms | config.gateway.limits.request-timeout is 50ms; it must be a duration from 100ms to 1h.
            limits.requests-per-minute | abc | at '/config/gateway/limits/requests-per-minute': 'abc' does not match pattern '^[0-9]+$
            limits.requests-per-minute | 1.5 | at '/config/gateway/limits/requests-per-minute': got number, want
            limits.connections | 0 | at '/config/gateway/limits/connections': minimum: got 0, want 1
            limits.connections | '"1000001"' | config.gateway.limits.connections is 1000001; it must be a number from 1 to 1000000.
            shared.max-body | 20MB | config.gateway.shared.max-body is 20MB; it must be a size from 1KB to 16MB.
            hit-lane.enabled | maybe | at '/config/gateway/hit-lane/enabled': 'maybe' does not match pattern '^(true
            access-log.caller | on | at '/config/gateway/access-log/caller':
            access.list-roles | '[Boss]' | at '/config/gateway/access/list-roles/0': 'Boss' does not match pattern '^(Super Admin
            access.list-roles | '[]' | at '/config/gateway/access/list-roles': minItems: got 0, want 1
            cache.staleIfError | 1m | at '/config/gateway/cache': additional properties 'staleIfError' not allowed
            cache.stale-if-errors | 1m | value must be one of 'list', 'maximum-size', 'not-found-ttl', 'stale-if-error'
            hitlane.enabled | false | at '/config/gateway': additional properties 'hitlane' not allowed
            upstream.deadline | 2s | config.gateway.upstream.response-timeout is 3s; it must be a duration from 1ms to config.gateway.upstream.deadline, which is 2s.
            upstream.connect-timeout | 0s | config.gateway.upstream.connect-timeout is 0s; it must be a duration from 1ms to config.gateway.upstream.deadline, which is 5s.
            shared.namespace | a.b | config.gateway.shared.namespace is "a.b"; it must be 1 to 32 of A-Za-z0-9_-.
            request-id-header | X Request | config.gateway.request-id-header is "X Request"; it must be the name of a header field such as X-Request-Id, or empty.
            trusted-proxies | '[ingress.local]' | config.gateway.trusted-proxies has "ingress.local"; it must be addresses and networks, such as 10.0.0.0/8 or 192.0.2.7.
            """)
    void a_value_that_the_gateway_refuses_is_refused(String name, String value, String sentence) {
        assertThatThrownBy(() -> application(Map.of("gateway." + name, value))).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @MethodSource("typed")
    void a_value_of_another_type_is_refused(Property property) {
        assertThatThrownBy(() -> application(Map.of(property.name(), "[{a: b}]")))
                .hasMessageContaining("at '/config/" + property.name().replace('.', '/'));
    }

    static List<Property> typed() {
        return GatewayMetadata.read().values().stream()
                .filter(property -> !property.type().contains(".Secret"))
                .toList();
    }

    /** The gateway's file; the properties are given as YAML. */
    private String application(Map<String, String> properties) throws IOException {
        var config = new HashMap<String, Object>();
        properties.forEach((name, value) -> put(config, name, new Yaml().load(value)));
        Path file = Files.writeString(folder.resolve("values.yaml"), new Yaml().dump(Map.of("config", config)));
        return Objects.requireNonNull(Chart.with("existing-secrets.yaml")
                .and(file)
                .render()
                .the(ConfigMap.class)
                .getData()
                .get("application.yaml"));
    }

    private static void put(Map<String, Object> section, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            section.put(name, value);
            return;
        }
        String first = name.substring(0, dot);
        Map<String, Object> inner =
                section.containsKey(first) ? KubernetesModel.map(section.get(first)) : new HashMap<>();
        put(inner, name.substring(dot + 1), value);
        section.put(first, inner);
    }

    private static Map<String, String> each(Function<Property, String> value) {
        var values = new HashMap<String, String>();
        GatewayMetadata.read().values().stream()
                .filter(property -> !ELSEWHERE.contains(property.name()))
                .forEach(property -> values.put(property.name(), value.apply(property)));
        values.put("gateway.upstream.base-url", "https://api.revechat.com");
        return values;
    }
}
