package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.hitlane.HitLaneProperties;
import io.offlinemessages.gateway.limits.LimitsProperties;
import io.offlinemessages.gateway.shared.SharedProperties;
import io.offlinemessages.gateway.telemetry.AccessLogProperties;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import io.offlinemessages.gateway.wire.DrainProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** {@code config/application.yaml} says what the defaults are, and says it of every knob. */
class OperatorsFileTest {

    private static final MapPropertySource REQUIRED = new MapPropertySource(
            "required",
            Map.of(
                    "gateway.upstream.base-url", "https://api.example.com",
                    "gateway.upstream.username", "gateway",
                    "gateway.upstream.password", "secret",
                    "gateway.access.users-file", "users.yaml"));

    private final PropertySource<?> operators = load(new FileSystemResource("config/application.yaml"));

    @Test
    void the_gateways_own_properties_are_listed_with_their_defaults() {
        assertThat(bind(REQUIRED, operators)).isEqualTo(bind(REQUIRED));
    }

    @Test
    void each_of_the_gateways_own_properties_is_listed() throws IOException {
        String text = new FileSystemResource("config/application.yaml").getContentAsString(StandardCharsets.UTF_8);
        List<String> names = List.of(
                "base-url",
                "credentials",
                "username",
                "password",
                "connect-timeout",
                "response-timeout",
                "deadline",
                "max-body",
                "requests-per-minute",
                "users-file",
                "list-roles",
                "detail-roles",
                "verified-ttl",
                "upstream-directives",
                "ttl",
                "stale-while-revalidate",
                "stale-if-error",
                "not-found-ttl",
                "maximum-size",
                "list",
                "ttl",
                "stale-while-revalidate",
                "stale-if-error",
                "outdates-details",
                "enabled",
                "memo",
                "enabled",
                "caller",
                "delay",
                "requests-per-minute",
                "failed-logins-per-user",
                "failed-logins-per-address",
                "requests-in-flight",
                "connections",
                "connections-per-address",
                "request-timeout",
                "write-timeout",
                "redis-url",
                "username",
                "password",
                "sentinel-password",
                "secret",
                "ssl-bundle",
                "namespace",
                "replicas",
                "timeout",
                "max-body",
                "trusted-proxies",
                "request-id-header");
        assertThat(names).allSatisfy(name -> assertThat(text).containsPattern("\\b" + name + ":"));
        long components = List.of(
                        UpstreamProperties.class,
                        AccessProperties.class,
                        CacheProperties.class,
                        CacheProperties.Pages.class,
                        HitLaneProperties.class,
                        AccessLogProperties.class,
                        DrainProperties.class,
                        LimitsProperties.class,
                        SharedProperties.class)
                .stream()
                .mapToLong(type -> type.getRecordComponents().length)
                .sum();
        long single = Arrays.stream(GatewayProperties.class.getRecordComponents())
                .filter(component -> !component.getType().isRecord())
                .count();
        assertThat(components + single)
                .as("knobs in code, each of which needs a line")
                .isEqualTo(names.size());
    }

    @Test
    void all_other_properties_are_those_of_the_built_in_file() {
        var builtIn = (EnumerablePropertySource<?>) load(new ClassPathResource("application.yaml"));
        var differing = new TreeMap<String, Object>();
        for (String name : ((EnumerablePropertySource<?>) operators).getPropertyNames()) {
            Object value = operators.getProperty(name);
            if (!name.startsWith("gateway.") && value != null && !value.equals(builtIn.getProperty(name))) {
                differing.put(name, value);
            }
        }
        assertThat(differing).isEmpty();
    }

    private static GatewayProperties bind(PropertySource<?>... sources) {
        var all = new MutablePropertySources();
        List.of(sources).forEach(all::addLast);
        var binder = new Binder(
                ConfigurationPropertySources.from(all), null, ApplicationConversionService.getSharedInstance());
        return binder.bind("gateway", Bindable.of(GatewayProperties.class)).get();
    }

    private static PropertySource<?> load(Resource resource) {
        try {
            return new YamlPropertySourceLoader()
                    .load(resource.getDescription(), resource)
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
